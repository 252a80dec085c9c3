namespace Reliability;

internal static class SloTargets
{
    /// <summary>Lambdas and local functions count as methods; a class means all its endpoints together, an interface all its
    /// methods.</summary>
    internal const AttributeTargets All = AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface;
}

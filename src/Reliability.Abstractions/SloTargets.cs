namespace Reliability;

internal static class SloTargets
{
    /// <summary>Lambdas and local functions count as methods; a class means all its endpoints together.</summary>
    internal const AttributeTargets All = AttributeTargets.Method | AttributeTargets.Class;
}

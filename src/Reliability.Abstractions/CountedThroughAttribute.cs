namespace Reliability;

/// <summary>Says that a filter of the program's own counts what is called through an interface: a mediator's handlers, for
/// instance. An <c>[Slo]</c> on a class that implements it, or on the method, is then counted there, and the filter finds what
/// counts it by <c>OperationSite.Of</c>.</summary>
/// <example><code>[assembly: CountedThrough(typeof(IRequestHandler&lt;,&gt;))]</code></example>
/// <param name="contract">The interface; of a generic one, its definition.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class CountedThroughAttribute(Type contract) : Attribute
{
    /// <summary>The interface.</summary>
    public Type Contract { get; } = contract;
}

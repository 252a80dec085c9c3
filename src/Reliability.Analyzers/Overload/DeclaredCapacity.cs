using Microsoft.CodeAnalysis;
using Reliability.Declarations;

namespace Reliability.Analyzers.Overload;

/// <summary>The numbers of a <c>[Capacity]</c>, with its defaults where none is written.</summary>
internal sealed class DeclaredCapacity(AttributeData attribute)
{
    public const string PeakName = "PeakPerSecond";
    public const string MaxName = "MaxConcurrency";
    public const string QueueName = "QueueLimit";
    public const string WaitName = "QueueMilliseconds";
    public const string AdaptiveName = "Adaptive";
    public const string MinName = "MinConcurrency";

    public double Peak { get; } = Of(attribute, PeakName, 0d);

    public int Max { get; } = Of(attribute, MaxName, 0);

    public int Queue { get; } = Of(attribute, QueueName, 0);

    public int WaitMilliseconds { get; } = Of(attribute, WaitName, 100);

    public bool IsAdaptive { get; } = Of(attribute, AdaptiveName, false);

    public int Min { get; } = Of(attribute, MinName, 1);

    /// <summary>Whether nothing is written at all.</summary>
    public bool IsEmpty { get; } = attribute.NamedArguments.IsEmpty;

    private static T Of<T>(AttributeData attribute, string name, T otherwise) => attribute.Named(name) is { Value: T value } ? value : otherwise;
}

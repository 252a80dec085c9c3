namespace Reliability;

/// <summary>Says what this code cannot do without: another service, a database, a queue.</summary>
/// <remarks>Readiness fails with the check of a required dependency, and only degrades with that of an optional one. A dependency that
/// any declaration of the program requires is required.</remarks>
/// <param name="dependency">The name of the dependency, as its health check, its retry budget and its metrics spell it. Not
/// empty.</param>
[AttributeUsage(
    AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method,
    AllowMultiple = true,
    Inherited = false)]
public sealed class DependsOnAttribute(string dependency) : Attribute
{
    /// <summary>The name of the dependency.</summary>
    public string Dependency { get; } = dependency;

    /// <summary>Whether the work is impossible without it. Default: true.</summary>
    public bool Required { get; set; } = true;

    /// <summary>The method of the same type that checks the dependency: <c>Check = nameof(PingInventory)</c>, of the shape that
    /// <see cref="HealthCheckAttribute"/> describes. Without it, a registered health check of the dependency's name is its
    /// check, if there is one.</summary>
    public string? Check { get; set; }

    /// <summary>How long one attempt at a call takes at most, in milliseconds. 0, the default, says nothing.</summary>
    public double TimeoutMilliseconds { get; set; }

    /// <summary>How often a call is attempted at most, the first attempt included. 0, the default, says nothing.</summary>
    public int MaxAttempts { get; set; }

    /// <summary>What is done without the dependency, for the reader: the method that answers in its place.</summary>
    public string? Fallback { get; set; }
}

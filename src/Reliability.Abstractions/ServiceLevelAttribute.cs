using System.ComponentModel;

namespace Reliability;

/// <summary>What every form of <c>[Slo]</c> has in common. Use <see cref="SloAttribute"/> or
/// <see cref="SloAttribute{TProfile}"/>.</summary>
[AttributeUsage(SloTargets.All)]
public abstract class ServiceLevelAttribute : Attribute
{
    private protected ServiceLevelAttribute(int line, string? member)
    {
        Line = line;
        Member = member;
    }

    /// <summary>The name of the operation, unique in the service. Defaults to the symbol in kebab-case:
    /// <c>PlaceOrderAsync</c> is <c>place-order</c>, <c>MapPost("/orders", …)</c> is <c>post-orders</c>.</summary>
    public string? Name { get; set; }

    /// <summary>What to do when the budget burns: a link, or a path relative to the repository.</summary>
    public string? Runbook { get; set; }

    /// <summary>Exception types, with all that derive from them, that say nothing about reliability. An event that ends
    /// with one is not counted at all.</summary>
    public Type[]? Exclude { get; set; }

    /// <summary>The name of a static method of the same type that tells good results from bad ones:
    /// <c>Good = nameof(IsGood)</c>. It takes what the method returns or its task brings, an endpoint's the
    /// <c>HttpContext</c> after the response was made, and returns a <c>bool</c>. Exceptions are bad without asking it. Without
    /// it every result is good, and for endpoints the status decides.</summary>
    public string? Good { get; set; }

    /// <summary>How many events an ordinary quiet hour has, above 0. Nothing is measured by it: it tells whether alerts can fire, and how
    /// soon (REL0104, REL0105).</summary>
    public double EventsPerHour { get; set; }

    /// <summary>The source line of the attribute, filled in by the compiler. It ties an endpoint, whose method may have
    /// no name, to the declaration that was read at compile time.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int Line { get; }

    /// <summary>The method that carries the attribute, filled in by the compiler; null for types and lambdas.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public string? Member { get; }
}

namespace Reliability.AspNetCore;

/// <summary>How the service shows itself. Bound from the configuration section <c>Reliability</c>.</summary>
public sealed class ReliabilityOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reliability";

    /// <summary>Whether <c>/reliability</c> shows the live error budgets. Null, the default, means in Development
    /// only: the page names owners, methods and traffic.</summary>
    public bool? StatusPage { get; set; }
}

namespace Reliability.Model;

/// <summary>What an alert asks of people.</summary>
public enum AlertSeverity
{
    /// <summary>Wake somebody now.</summary>
    Page,

    /// <summary>Look at it in working hours.</summary>
    Ticket,
}

/// <summary>The severities by the names that labels use.</summary>
public static class AlertSeverities
{
    /// <summary>The name: <c>page</c> or <c>ticket</c>.</summary>
    /// <param name="severity">The severity.</param>
    public static string Name(this AlertSeverity severity) => severity == AlertSeverity.Page ? "page" : "ticket";
}

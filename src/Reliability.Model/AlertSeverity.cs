namespace Reliability.Model;

/// <summary>What an alert asks of people.</summary>
public enum AlertSeverity
{
    /// <summary>Wake somebody now.</summary>
    Page,

    /// <summary>Look at it in working hours.</summary>
    Ticket,
}

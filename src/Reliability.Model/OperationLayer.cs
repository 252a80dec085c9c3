namespace Reliability.Model;

/// <summary>The one place at which an operation's events are counted.</summary>
public enum OperationLayer
{
    /// <summary>An ASP.NET Core endpoint, counted at the HTTP edge with the status that the caller sees.</summary>
    Endpoint,

    /// <summary>A partial method, counted around its body.</summary>
    Method,
}

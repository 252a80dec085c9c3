namespace Reliability.Model;

/// <summary>The one place at which an operation's events are counted.</summary>
public enum OperationLayer
{
    /// <summary>An ASP.NET Core endpoint, counted at the HTTP edge with the status that the caller sees.</summary>
    Endpoint,

    /// <summary>A partial method, counted around its body.</summary>
    Method,

    /// <summary>What another framework calls: a hub method, a consumer, a job. Counted in that framework's own filter.</summary>
    Filter,

    /// <summary>A method of an interface, counted by the object that stands before each implementation.</summary>
    Decorator,

    /// <summary>Code that counts by itself: <c>Operations.Import.MeasureAsync(…)</c>.</summary>
    Explicit,

    /// <summary>Not counted by us at all: a metric that somebody else publishes (<see cref="Operation.Metric"/>).</summary>
    Metric,
}

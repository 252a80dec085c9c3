namespace Reliability.MassTransit;

/// <summary>One delivery of a message, with what its consumers make of it. Retries in memory are attempts of one delivery;
/// a redelivery is another one.</summary>
internal sealed class Delivery
{
    private readonly Lock _lock = new();
    private readonly List<Consumption> _open = [];

    /// <summary>Begins the first attempt of a consumer, or finds what the first one began.</summary>
    public Consumption Begin(OperationSite site, Type consumer, Type message)
    {
        lock (_lock)
        {
            var known = _open.Find(consumption => consumption.Site == site && consumption.Consumer == consumer && consumption.Message == message);
            if (known is not null)
                return known;

            var begun = new Consumption(site, consumer, message);
            _open.Add(begun);
            return begun;
        }
    }

    /// <summary>Ends what the consumers have begun.</summary>
    /// <param name="fault">Why the delivery failed after all retries, or null.</param>
    /// <param name="cancellationToken">Says that the bus stops.</param>
    public void End(Exception? fault, CancellationToken cancellationToken)
    {
        Consumption[] ended;
        lock (_lock)
        {
            ended = [.. _open];
            _open.Clear();
        }

        // A consumer that has done its work is not to blame for another one that has not. When none of them failed, what
        // they did was lost on its way: in an outbox that could not be written, for instance.
        var isBlamed = Array.Exists(ended, consumption => consumption.Failure is not null);
        foreach (var consumption in ended)
            consumption.End(isBlamed ? null : fault, cancellationToken);
    }
}

/// <summary>One consumer at work on one delivery.</summary>
internal sealed class Consumption(OperationSite site, Type consumer, Type message)
{
    private OperationCall _call = site.Start();

    public OperationSite Site => site;

    public Type Consumer => consumer;

    public Type Message => message;

    /// <summary>What the latest attempt failed with, or null.</summary>
    public Exception? Failure { get; set; }

    public void End(Exception? fault, CancellationToken cancellationToken)
    {
        if ((Failure ?? fault) is { } exception)
            _call.Fail(exception, cancellationToken);
        else
            _call.Succeed();
    }
}

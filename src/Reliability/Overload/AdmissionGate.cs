using System.Threading.RateLimiting;
using Reliability.Deadlines;
using Reliability.Model;

namespace Reliability.Overload;

/// <summary>The one place in a process where calls of an operation, or of the whole service, are let in or turned away. Emitted code
/// creates one for each <c>[Capacity]</c>.</summary>
public sealed class AdmissionGate
{
    /// <summary>A gate that nobody else finds, and no instrument shows.</summary>
    internal AdmissionGate(ServiceIdentity service, string? operation, CapacityLimits limits, TimeProvider clock)
    {
        Service = service;
        Operation = operation;
        Limits = limits;
        Admissions = new(limits, clock);
    }

    /// <summary>The service.</summary>
    public ServiceIdentity Service { get; }

    /// <summary>The operation; null when it is the limit of the whole service.</summary>
    public string? Operation { get; }

    /// <summary>What was declared. The configuration may say otherwise.</summary>
    public CapacityLimits Limits { get; }

    /// <summary>The same gate for whatever takes a rate limiter: the middleware of ASP.NET Core, a resilience pipeline. A permit is a call;
    /// disposing of the limiter does nothing.</summary>
    public RateLimiter Limiter => Admissions;

    internal AdmissionLimiter Admissions { get; }

    /// <summary>Creates the gate of an operation and announces it, so that its series exist from the first collection on.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation; null for the whole service.</param>
    /// <param name="limits">What was declared.</param>
    /// <returns>The new gate, or the one that was created for the same service and operation before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of <paramref name="limits"/> is out of its range.</exception>
    public static AdmissionGate Create(ServiceIdentity service, string? operation, CapacityLimits limits)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        if (AdmissionGates.Find((service.Name, operation)) is { } known)
            return known;

        var created = new AdmissionGate(service, operation, limits, TimeProvider.System);
        var gate = AdmissionGates.GetOrAdd((service.Name, operation), created);
        if (gate == created)
            OperationSettings.Register(new CapacitySettings(gate));

        return gate;
    }

    /// <summary>Lets a call in, at once or when its turn comes. The criticality and the deadline are those of the work under
    /// way.</summary>
    /// <remarks>Where there is room nothing is waited for and nothing allocated.</remarks>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The place. Dispose of it when the call ends.</returns>
    /// <exception cref="OverloadedException">There is too much to do.</exception>
    /// <exception cref="DeadlineExceededException">The caller's time was over before its turn came.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up before its turn came.</exception>
    public ValueTask<AdmissionLease> EnterAsync(CancellationToken cancellationToken)
    {
        var admission = TryEnterAsync(CallCriticality.Current, Deadline.Current, cancellationToken);
        return admission.IsCompletedSuccessfully ? new(LeaseOf(admission.Result)) : AwaitAsync(admission);
    }

    /// <summary>As <see cref="EnterAsync"/>, without the price of an exception for each call that is turned away.</summary>
    internal ValueTask<Admission> TryEnterAsync(Criticality criticality, Deadline? deadline, CancellationToken cancellationToken) =>
        Admissions.EnterAsync(criticality, deadline, cancellationToken);

    private async ValueTask<AdmissionLease> AwaitAsync(ValueTask<Admission> admission) => LeaseOf(await admission.ConfigureAwait(false));

    private AdmissionLease LeaseOf(Admission admission) => admission.Refusal switch
    {
        null => admission.Lease,
        ShedReason.Deadline => throw new DeadlineExceededException($"The deadline of the call has passed; {Operation ?? Service.Name} was not begun."),
        { } reason => throw new OverloadedException($"There is too much to do; {Operation ?? Service.Name} was not begun ({reason.Name()}).", RetryDelay.Next()),
    };
}

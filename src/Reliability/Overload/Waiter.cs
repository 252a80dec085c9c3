namespace Reliability.Overload;

/// <summary>A call that waits for its turn. Whoever takes it out of the line answers it, so it is answered once.</summary>
internal sealed class Waiter(AdmissionLimiter limiter, Criticality criticality, ShedReason outOfTime)
{
    // Continuations run elsewhere: it is answered under the lock.
    private readonly TaskCompletionSource<Admission> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Criticality Criticality { get; } = criticality;

    public Task<Admission> Answer => _answer.Task;

    /// <summary>Its place in the line; null once it was answered.</summary>
    public LinkedListNode<Waiter>? Place { get; set; }

    public void Admit(AdmissionLease lease) => _answer.SetResult(new(lease, null));

    public void Refuse(ShedReason reason) => _answer.SetResult(Admission.Refused(reason));

    public void Cancel(CancellationToken cancellationToken) => _answer.SetCanceled(cancellationToken);

    /// <summary>Waits until it is answered, but no longer than a time, nor than the caller does.</summary>
    public async ValueTask<Admission> WaitAsync(TimeSpan bound, TimeProvider clock, CancellationToken cancellationToken)
    {
        var timer = clock.CreateTimer(static waiter => ((Waiter)waiter!).RunOutOfTime(), this, bound, Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        await using (cancellationToken.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).GiveUp(token), this).ConfigureAwait(false))
            return await _answer.Task.ConfigureAwait(false);
    }

    private void RunOutOfTime() => limiter.RunOutOfTime(this, outOfTime);

    private void GiveUp(CancellationToken cancellationToken) => limiter.GiveUp(this, cancellationToken);
}

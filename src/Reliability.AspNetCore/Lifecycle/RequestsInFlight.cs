namespace Reliability.AspNetCore.Lifecycle;

/// <summary>Counts the requests that are under way. From the moment that somebody waits for them on, newcomers are counted apart.</summary>
internal sealed class RequestsInFlight
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _earlier;
    private int _later;
    private int _isWaitedFor;

    /// <summary>How many are under way.</summary>
    public int Count => Volatile.Read(ref _earlier) + Volatile.Read(ref _later);

    /// <summary>Begins a request.</summary>
    /// <returns>What <see cref="End"/> is to be given: whether it belongs to those that are waited for.</returns>
    public bool Begin()
    {
        if (Volatile.Read(ref _isWaitedFor) == 0)
        {
            Interlocked.Increment(ref _earlier);
            if (Volatile.Read(ref _isWaitedFor) == 0)
                return true;

            // The wait began in between and may have missed this one.
            End(isEarlier: true);
        }

        Interlocked.Increment(ref _later);
        return false;
    }

    /// <summary>Ends a request.</summary>
    /// <param name="isEarlier">What <see cref="Begin"/> returned.</param>
    public void End(bool isEarlier)
    {
        if (!isEarlier)
            Interlocked.Decrement(ref _later);
        else if (Interlocked.Decrement(ref _earlier) == 0 && Volatile.Read(ref _isWaitedFor) != 0)
            _finished.TrySetResult();
    }

    /// <summary>Ends when the requests have that are under way at the first call.</summary>
    public Task FinishedAsync()
    {
        // A full fence: whoever does not see it has been counted, and whoever sees it tells.
        if (Interlocked.Exchange(ref _isWaitedFor, 1) == 0 && Volatile.Read(ref _earlier) == 0)
            _finished.TrySetResult();

        return _finished.Task;
    }
}

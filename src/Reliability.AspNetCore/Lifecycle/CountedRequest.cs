namespace Reliability.AspNetCore.Lifecycle;

/// <summary>A request that counts until it ends, or until it turns out to be a probe. Ending it twice is ending it once.</summary>
internal sealed class CountedRequest(RequestsInFlight requests)
{
    private readonly bool _isEarlier = requests.Begin();
    private int _hasEnded;

    public void End()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            requests.End(_isEarlier);
    }
}

namespace Checkout.Traffic;

/// <summary>What goes wrong on purpose, so that a person can watch a budget burn.</summary>
public sealed class Faults
{
    /// <summary>How many calls fail, in percent.</summary>
    public double FailurePercent { get; set; }

    /// <summary>How long each call takes on top, in milliseconds.</summary>
    public int DelayMilliseconds { get; set; }

    /// <summary>Lets it happen.</summary>
    public async Task HappenAsync(CancellationToken cancellationToken)
    {
        if (DelayMilliseconds > 0)
            await Task.Delay(DelayMilliseconds, cancellationToken);

        MayFail();
    }

    /// <summary>Lets it fail, or not.</summary>
    public void MayFail()
    {
        if (Random.Shared.NextDouble() * 100 < FailurePercent)
            throw new InvalidOperationException("The provider does not answer.");
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Reliability.AspNetCore.Hubs;

/// <summary>Ends a call when a channel has been read to its end, has failed, or when its reader gives up waiting.</summary>
internal sealed class MeasuredChannelReader<T>(ChannelReader<T> inner, OperationSite site, OperationCall call, CancellationToken aborted) : ChannelReader<T>
{
    private OperationCall _call = call;

    public override Task Completion => inner.Completion;

    public override bool CanCount => inner.CanCount;

    public override bool CanPeek => inner.CanPeek;

    public override int Count => inner.Count;

    public override bool TryRead([MaybeNullWhen(false)] out T item) => inner.TryRead(out item);

    public override bool TryPeek([MaybeNullWhen(false)] out T item) => inner.TryPeek(out item);

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var hasMore = await inner.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
            if (!hasMore)
                _call.Succeed();

            return hasMore;
        }
        catch (Exception exception) when (HubFailures.Fail(site, ref _call, exception, aborted.IsCancellationRequested ? aborted : cancellationToken))
        {
            throw;
        }
    }
}

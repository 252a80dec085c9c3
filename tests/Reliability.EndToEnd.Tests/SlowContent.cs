using System.Net;
using System.Text;

namespace Reliability.EndToEnd.Tests;

/// <summary>JSON whose last half comes later, so that the request is in flight as long as the test wishes.</summary>
internal sealed class SlowContent : HttpContent
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _json;
    private readonly Task _end;

    /// <param name="json">The text.</param>
    /// <param name="end">When the last half may go.</param>
    public SlowContent(string json, Task end)
    {
        _json = Encoding.UTF8.GetBytes(json);
        _end = end;
        Headers.ContentType = new("application/json");
    }

    /// <summary>The first half is on its way.</summary>
    public Task Begun => _begun.Task;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_json.AsMemory(0, _json.Length / 2));
        await stream.FlushAsync();
        _begun.TrySetResult();
        await _end;
        await stream.WriteAsync(_json.AsMemory(_json.Length / 2));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}

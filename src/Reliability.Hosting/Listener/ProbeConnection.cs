using System.Buffers;
using System.Net.Sockets;
using Reliability.Hosting.Health;

namespace Reliability.Hosting.Listener;

/// <summary>One connection: one question, one answer, within a bounded time and a bounded buffer.</summary>
internal sealed class ProbeConnection(Socket socket, HealthMonitor health, TimeProvider clock) : IDisposable
{
    /// <summary>The longest head of a request, in bytes. The kubelet's have about 120.</summary>
    public const int MaxHead = 4096;

    /// <summary>How long a connection may last from its first to its last byte. Checks answer in less than a second.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    // Of what a client sends without being asked, this much is read before it is told so by a reset.
    private const int MaxRest = 64 * 1024;

    private readonly CancellationTokenSource _limit = new(MaxAge, clock);

    /// <summary>Whether an answer is being found. Until then and after that, somebody else may have the place.</summary>
    public bool IsAnswering { get; private set; }

    /// <summary>Answers. Whatever the other side does, this ends without an exception of sockets.</summary>
    public async Task AnswerAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxHead);
        try
        {
            if (await ReceiveAsync(buffer.AsMemory(0, MaxHead)).ConfigureAwait(false) is { } response)
                await SendAsync(response, buffer).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone, too slow, or displaced: nobody is there to be told.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Makes room for somebody else.</summary>
    public void Displace() => _limit.Cancel();

    public void Dispose()
    {
        socket.Dispose();
        _limit.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync(Memory<byte> buffer)
    {
        var received = 0;
        while (received < buffer.Length)
        {
            var count = await socket.ReceiveAsync(buffer[received..], SocketFlags.None, _limit.Token).ConfigureAwait(false);
            if (count == 0)
                return null;

            received += count;
            var status = ProbeRequest.Parse(buffer.Span[..received], out var request);
            if (status != ProbeRequestStatus.Incomplete)
                return await FindAsync(status, request).ConfigureAwait(false);
        }

        return ProbeResponse.TooLarge.Bytes(isHead: false);
    }

    private async ValueTask<ReadOnlyMemory<byte>> FindAsync(ProbeRequestStatus status, ProbeRequest request)
    {
        IsAnswering = true;
        var response = status switch
        {
            ProbeRequestStatus.Complete => await AskAsync(request.Path).ConfigureAwait(false),
            ProbeRequestStatus.UnknownMethod => ProbeResponse.UnknownMethod,
            ProbeRequestStatus.UnknownVersion => ProbeResponse.UnknownVersion,
            _ => ProbeResponse.Malformed,
        };
        return response.Bytes(request.IsHead);
    }

    private async ValueTask<ProbeResponse> AskAsync(string path)
    {
        if (!ProbePaths.TryGetGroup(path, out var group) || (group is not null && !health.HasGroup(group)))
            return ProbeResponse.NotFound;

        var answer = await health.CheckAsync(group, _limit.Token).ConfigureAwait(false);
        return ProbeResponse.Of(answer.Status);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> response, byte[] buffer)
    {
        while (!response.IsEmpty)
            response = response[await socket.SendAsync(response, SocketFlags.None, _limit.Token).ConfigureAwait(false)..];

        socket.Shutdown(SocketShutdown.Send);
        IsAnswering = false;

        // To close while something is unread resets the connection, and the client may lose the answer.
        for (var rest = 0; rest < MaxRest;)
        {
            var count = await socket.ReceiveAsync(buffer, SocketFlags.None, _limit.Token).ConfigureAwait(false);
            if (count == 0)
                return;

            rest += count;
        }
    }
}

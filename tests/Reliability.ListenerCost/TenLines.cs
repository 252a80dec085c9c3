using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;

namespace Reliability.ListenerCost;

/// <summary>What sockets themselves cost: the least that can answer at all, unfit for any use.</summary>
internal sealed class TenLines(int port) : BackgroundService
{
    private readonly Socket _listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listening.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listening.Listen();
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _listening.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var buffer = new byte[1024];
        while (!stoppingToken.IsCancellationRequested)
        {
            using var client = await _listening.AcceptAsync(stoppingToken);
            await client.ReceiveAsync(buffer, SocketFlags.None, stoppingToken);
            await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), SocketFlags.None, stoppingToken);
        }
    }
}

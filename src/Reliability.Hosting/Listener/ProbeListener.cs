using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reliability.Hosting.Health;

namespace Reliability.Hosting.Listener;

/// <summary>Answers the probes of a process that has no web server, from before its services start until after they have stopped. It
/// speaks as much HTTP/1.1 as a probe needs.</summary>
internal sealed partial class ProbeListener(
    HealthMonitor health, IOptions<ProbeListenerOptions> options, IHostEnvironment environment, TimeProvider clock, ILogger<ProbeListener> logger)
    : HostedLifecycleService, IDisposable
{
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly ProbeConnections _connections = new();
    private readonly CancellationTokenSource _closing = new();
    private Socket? _socket;

    /// <summary>Where it listens; null while it does not.</summary>
    public IPEndPoint? EndPoint => _socket?.LocalEndPoint as IPEndPoint;

    /// <summary>How many connections are open.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>Listens. Services that start slowly are seen to start.</summary>
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
            return Task.CompletedTask;

        try
        {
            _socket = Listen(options.Value.Port);
        }
        catch (SocketException exception) when (environment.IsDevelopment())
        {
            LogNotListening(options.Value.Port, exception.Message);
            return Task.CompletedTask;
        }
        catch (SocketException exception)
        {
            throw new InvalidOperationException(
                $"Probes cannot be answered on port {options.Value.Port}: {exception.Message}. Nothing would know that this process is well. Set "
                + $"{ProbeListenerOptions.Section}:{nameof(ProbeListenerOptions.Port)} to a port that is free, or {nameof(ProbeListenerOptions.Enabled)} to false if nobody asks.",
                exception);
        }

        LogListening($"http://{EndPoint}");

        // Unsafe is meant: neither the activity nor the scopes of the start belong to whoever connects.
        ThreadPool.UnsafeQueueUserWorkItem(static listener => _ = listener.AcceptAsync(), this, preferLocal: false);
        return Task.CompletedTask;
    }

    public override Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _closing.Cancel();
        _socket?.Dispose();
        _socket = null;
        _connections.DisplaceAll();
    }

    private Socket Listen(int port)
    {
        if (options.Value.Address is { Length: > 0 } address)
            return Listen(IPAddress.Parse(address), port);

        if (environment.IsDevelopment())
            return Listen(IPAddress.Loopback, port);

        try
        {
            return Listen(IPAddress.IPv6Any, port);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable)
        {
            return Listen(IPAddress.Any, port);
        }
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // All addresses means those of both versions.
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(ProbeConnections.Max);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested && _socket is { } listening)
        {
            Socket accepted;
            try
            {
                accepted = await listening.AcceptAsync(_closing.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException || _closing.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Out of file descriptors, or the client has gone again. Either passes.
                LogNotAccepted(exception.Message);
                await Task.Delay(s_pauseAfterFailure, clock, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            Begin(accepted);
        }
    }

    private void Begin(Socket accepted)
    {
        var connection = new ProbeConnection(accepted, health, clock);
        if (_connections.TryAdd(connection) is { } place)
            _ = AnswerAsync(connection, place);
        else
            connection.Dispose();
    }

    private async Task AnswerAsync(ProbeConnection connection, LinkedListNode<ProbeConnection> place)
    {
        try
        {
            await connection.AnswerAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody awaits this; what went wrong must be said here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
        finally
        {
            _connections.Remove(place);
            connection.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Information, "Probes are answered on {Address}")]
    private partial void LogListening(string address);

    [LoggerMessage(LogLevel.Warning, "Probes are not answered: port {Port}: {Reason}. Outside of Development the host would not start.")]
    private partial void LogNotListening(int port, string reason);

    [LoggerMessage(LogLevel.Warning, "A probe could not connect: {Reason}")]
    private partial void LogNotAccepted(string reason);

    [LoggerMessage(LogLevel.Error, "A probe was not answered.")]
    private partial void LogFailed(Exception exception);
}

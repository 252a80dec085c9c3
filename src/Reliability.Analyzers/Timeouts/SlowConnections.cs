using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Knows the calls that connect by TCP and hold the thread until the operating system gives up.</summary>
internal sealed class SlowConnections(Knowledge knowledge)
{
    private readonly INamedTypeSymbol? _client = knowledge.Type("System.Net.Sockets.TcpClient");
    private readonly INamedTypeSymbol? _socket = knowledge.Type("System.Net.Sockets.Socket");

    public bool Includes(IInvocationOperation call) =>
        call.TargetMethod.Name == "Connect"
        && (CoreTypes.Same(call.TargetMethod.ContainingType, _client) || (CoreTypes.Same(call.TargetMethod.ContainingType, _socket) && IsBlockingStream(call)))
        && !call.Arguments.Any(argument => IsLocal(argument.Value));

    /// <summary>Whether a socket is seen to be made for TCP, and stays in the blocking mode: UDP connects at once.</summary>
    private static bool IsBlockingStream(IInvocationOperation call)
    {
        var isStream = false;
        if (call.Instance.Symbol() is not ILocalSymbol socket)
            return false;

        foreach (var part in call.Root().DescendantsAndSelf())
        {
            if (part is IPropertyReferenceOperation { Property.Name: "Blocking" } mode && CoreTypes.Same(mode.Instance.Symbol(), socket))
                return false;

            isStream |= part is IVariableDeclaratorOperation { Symbol: var symbol, Initializer.Value: var value } && CoreTypes.Same(symbol, socket)
                && value.Unwrapped() is IObjectCreationOperation creation && creation.Argument("socketType").Symbol() is { Name: "Stream" }
                && creation.Argument("addressFamily").Symbol() is not { Name: "Unix" };
        }

        return isStream;
    }

    /// <summary>Whether an argument names this machine.</summary>
    private static bool IsLocal(IOperation value) => value.Unwrapped() switch
    {
        { ConstantValue: { HasValue: true, Value: "localhost" or "127.0.0.1" or "::1" } } => true,
        { Type.Name: "UnixDomainSocketEndPoint" } => true,
        IFieldReferenceOperation { Field: { Name: "Loopback" or "IPv6Loopback", ContainingType.Name: "IPAddress" } } => true,
        IObjectCreationOperation { Type.Name: "IPEndPoint" } creation => creation.Arguments.Any(argument => IsLocal(argument.Value)),
        _ => false,
    };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Timeouts;

/// <summary>REL0303: a wait for another process that has no limit, or one that only the operating system sets.</summary>
/// <remarks>
/// Reports <c>NamedPipeClientStream.Connect()</c> without a time, <c>Process.WaitForExit()</c> without one and
/// <c>WaitForExitAsync()</c> without a token; <c>TcpClient.Connect</c> and <c>Socket.Connect</c> where a request, a message or a
/// loop waits for them. Silent where the process is killed or asked elsewhere, where the wait is a second one that only
/// flushes output, in lambdas, on the way down (REL0901), and for connections to the same machine.
/// Graded: a process in a request, a message or a loop, and every pipe, is a warning; the rest a suggestion.
/// </remarks>
internal sealed class EndlessBlockingRule() : Rule(
    "REL0303", "Blocking I/O that cannot time out", Categories.Timeouts, DiagnosticSeverity.Warning,
    "'{0}' {1}: {2}",
    "What waits for another process without a limit hangs with it, and holds its thread, its message or its request.")
{
    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        if (start.Type("System.Diagnostics.Process") is { } process)
        {
            start.OnCall(
                (site, call) =>
                {
                    if (CoreTypes.Same(call.TargetMethod.ContainingType, process))
                        CheckProcess(site, call);
                },
                "WaitForExit",
                "WaitForExitAsync");
        }

        var pipe = start.Type("System.IO.Pipes.NamedPipeClientStream");
        var connections = new SlowConnections(start.Knowledge);
        start.OnCall(
            (site, call) =>
            {
                if (pipe is not null && CoreTypes.Same(call.TargetMethod.ContainingType, pipe))
                    CheckPipe(site, call);
                else if (Waits(site) && connections.Includes(call))
                    Report(site, call, DiagnosticSeverity.Info, "blocks for as long as the operating system tries, up to two minutes", "connect asynchronously with a token that has a time");
            },
            "Connect",
            "ConnectAsync");
    }

    private static void CheckPipe(Site site, IInvocationOperation call)
    {
        if (call.Arguments.Any(argument => argument.ArgumentKind != ArgumentKind.DefaultValue) || !IsWaitedFor(site, call))
            return;

        var isFree = call.TargetMethod.Name == "Connect" || call.TargetMethod.Parameters.Length == 0;
        site.Report(
            Name(call).GetLocation(),
            DiagnosticSeverity.Warning,
            isFree ? DiagnosticProperties.With("LimitConnect", "30000") : DiagnosticProperties.None,
            call.Name(),
            "waits for ever when nobody serves the pipe",
            "give it a time");
    }

    private static void CheckProcess(Site site, IInvocationOperation call)
    {
        if (call.Arguments.Any(argument => argument.ArgumentKind != ArgumentKind.DefaultValue) || !IsWaitedFor(site, call) || IsOnTheWayDown(site))
            return;

        var process = call.Instance?.Unwrapped();
        if (site.Operation.Function() is not null && site.Knowledge.EntryPoints.Of(site.Operation, site.Member) == ApiTraits.None)
            return;

        // Of a process that somebody hands over, or that is kept, others may take care.
        if (process is not (ILocalReferenceOperation or IInvocationOperation) || IsCaredFor(site, process.Symbol()))
            return;

        Report(
            site, call, Waits(site) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, "waits for ever when the process hangs", "wait for a time, then kill it");
    }

    /// <summary>Whether a process is killed, or waited for with a limit; or is not ours to kill.</summary>
    private static bool IsCaredFor(Site site, ISymbol? process) => process is not null && site.Operation.Root().DescendantsAndSelf().Any(part => part switch
    {
        IInvocationOperation { TargetMethod: { Name: "WaitForExit" or "WaitForExitAsync" or "Kill" or "Close" or "CloseMainWindow" } method } call =>
            CoreTypes.Same(call.Instance.Symbol(), process) && (method.Name is not ("WaitForExit" or "WaitForExitAsync") || call.Arguments.Any(argument => argument.ArgumentKind != ArgumentKind.DefaultValue)),
        IPropertyReferenceOperation { Property.Name: "HasExited" } asked => CoreTypes.Same(asked.Instance.Symbol(), process),
        IVariableDeclaratorOperation { Symbol: var symbol, Initializer.Value: var value } => CoreTypes.Same(symbol, process) && value.Unwrapped().Symbol() is not null,
        IArgumentOperation { Value: var value } => CoreTypes.Same(value.Symbol(), process),
        _ => false,
    });

    /// <summary>Whether somebody outside, or the next round of a loop, waits.</summary>
    private static bool Waits(Site site) =>
        site.Knowledge.EntryPoints.Of(site.Operation, site.Member) != ApiTraits.None || site.Operation.Enclosing<ILoopOperation>() is not null;

    private static bool IsOnTheWayDown(Site site) => site.Member is IMethodSymbol method && site.Knowledge.EntryPoints.IsShutdown(method);

    private static bool IsWaitedFor(Site site, IInvocationOperation call) => !site.Knowledge.Core.IsTask(call.Type) || call.Await() is not null;

    private static void Report(Site site, IInvocationOperation call, DiagnosticSeverity severity, string consequence, string cure) =>
        site.Report(Name(call).GetLocation(), severity, DiagnosticProperties.None, call.Name(), consequence, cure);

    private static SyntaxNode Name(IInvocationOperation call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { } name } } ? name : call.Syntax;
}

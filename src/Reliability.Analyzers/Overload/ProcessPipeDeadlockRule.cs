using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Overload;

/// <summary>REL0706: a child process whose output nobody reads while it is waited for. What it writes fills the pipe, and then
/// both wait for ever.</summary>
/// <remarks>
/// Reports a wait for the exit of a process in front of the first read of one of its streams, a read of one stream to its end
/// in front of the first read of the other, and both where a stream is redirected and never read. Silent where the process or the
/// stream is given to anybody before, read by events, or killed.
/// </remarks>
internal sealed class ProcessPipeDeadlockRule() : Rule(
    "REL0706", "Child process pipe deadlock", Categories.Overload, DiagnosticSeverity.Warning,
    "Nobody reads '{0}' during this {1}: a child that writes more than the pipe holds (64 KB on Linux, 4 KB on Windows) never ends, and neither does this",
    "A pipe is small; a child that fills it blocks until somebody reads, and a parent that waits for its exit first never does.")
{
    public override void Start(RuleStart start)
    {
        if (start.Type("System.Diagnostics.Process") is not { } process)
            return;

        start.OnCall((site, call) => CheckWait(site, call, process), "WaitForExit", "WaitForExitAsync");
        start.OnCall((site, call) => CheckRead(site, call, process), "ReadToEnd", "ReadToEndAsync");
    }

    private static void CheckWait(Site site, IInvocationOperation wait, INamedTypeSymbol process)
    {
        if (!wait.TargetMethod.ContainingType.IsOrDerivesFrom(process) || !HoldsUp(wait) || ProcessUse.Of(wait, wait.Receiver(), process) is not { } use)
            return;

        if (use.LateRead(wait, "StandardOutput") is { } read)
            site.Report(wait.Syntax, ReadFirst.Fix(wait, read, use.LateRead(wait, "StandardError")), "StandardOutput", "wait");
        else if (use.LateRead(wait, "StandardError") is { } error)
            site.Report(wait.Syntax, ReadFirst.Fix(wait, error, null), "StandardError", "wait");
        else if (!use.IsReadToEndBefore(wait) && wait.Arguments.IsEmpty && use.Unread() is { } stream)
            site.Report(wait.Syntax, stream, "wait");
    }

    private static void CheckRead(Site site, IInvocationOperation read, INamedTypeSymbol process)
    {
        if (read.Receiver() is not IPropertyReferenceOperation { Property.Name: "StandardOutput" or "StandardError" } stream
            || !stream.Property.ContainingType.IsOrDerivesFrom(process) || !HoldsUp(read) || ProcessUse.Of(read, stream.Instance.Owner(), process) is not { } use)
        {
            return;
        }

        var other = stream.Property.Name == "StandardOutput" ? "StandardError" : "StandardOutput";
        if (use.IsWaitedForBefore(read))
            return;

        if (use.LateRead(read, other) is { } late)
            site.Report(read.Syntax, ReadFirst.Fix(null, read, late), other, "read");
        else if (use.Unread() == other)
            site.Report(read.Syntax, other, "read");
    }

    /// <summary>Whether nothing else is done until a call has ended.</summary>
    private static bool HoldsUp(IInvocationOperation call) => !call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal) || call.Await() is not null;
}

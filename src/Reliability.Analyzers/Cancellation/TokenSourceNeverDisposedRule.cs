using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0407: a linked token source, or one with a timer, that every call makes and none disposes.</summary>
/// <remarks>
/// A warning where the source is linked to a token that outlives the call: a field or property of the type, the lifetime of the
/// application, or the token of the worker loop around it. A suggestion where it is linked to a token of unknown life, or has a
/// timer that runs for <c>reliability.REL0407.min_seconds</c> or longer. Silent where the source is disposed anywhere, or it or its
/// token goes where somebody else may dispose it or still need it: out of the function, into an object, a lambda, or a task that
/// is not waited for; and in what runs once, such as constructors, <c>Main</c> and <c>StartAsync</c>.
/// </remarks>
internal sealed class TokenSourceNeverDisposedRule() : Rule(
    "REL0407", "Token source never disposed", Categories.Cancellation, DiagnosticSeverity.Warning,
    "This token source is never disposed: every call leaves {0}",
    "A linked source is held by the tokens that it links until it is disposed, and a timer by the runtime until it fires.")
{
    private const int DefaultMinimum = 10;

    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core.TokenSource is null)
            return;

        start.On(OperationKind.ObjectCreation, CheckTimer);
        start.OnCall(CheckLink, "CreateLinkedTokenSource");
    }

    private static void CheckTimer(Site site)
    {
        var creation = (IObjectCreationOperation)site.Operation;
        if (creation.Arguments.IsEmpty || !CoreTypes.Same(creation.Type, site.Knowledge.Core.TokenSource))
            return;

        var given = creation.Arguments[0].Value;
        var time = Durations.Of(given, site.Knowledge, site.Cancelled) ?? Durations.OfMilliseconds(given);
        if (time == Timeout.InfiniteTimeSpan || time?.TotalSeconds < site.Option("min_seconds", DefaultMinimum))
            return;

        Check(site, DiagnosticSeverity.Info, "a timer behind" + (time is { } known ? " that runs for " + Durations.Text(known) : ""));
    }

    private static void CheckLink(Site site, IInvocationOperation call)
    {
        if (!CoreTypes.Same(call.TargetMethod.ContainingType, site.Knowledge.Core.TokenSource))
            return;

        var links = TokenLinks.Of(call, site);
        if (links.Longest is { } token)
            Check(site, DiagnosticSeverity.Warning, "a registration behind on '" + token + "', which outlives it");
        else if (links.Any is { } other)
            Check(site, DiagnosticSeverity.Info, "a registration behind on '" + other + "' for as long as its owner lives");
    }

    private static void Check(Site site, DiagnosticSeverity severity, string leftBehind)
    {
        if (!RunsOften.Is(site) || TokenSourceUse.Of(site.Operation, site.Knowledge) is not { IsLost: true } use)
            return;

        // What is returned lives as long as the caller wants; only a link to something that never ends is certain to be lost.
        if (use.IsReturned && severity != DiagnosticSeverity.Warning)
            return;

        var fix = use is { IsOver: true, Declaration.Parent: BlockSyntax } ? DiagnosticProperties.With("Using") : DiagnosticProperties.None;
        site.Report(site.Operation.Syntax.GetLocation(), severity, fix, leftBehind);
    }
}

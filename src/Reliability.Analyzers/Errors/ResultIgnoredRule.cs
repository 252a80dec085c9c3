using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Errors;

/// <summary>REL0607: a call that says by its result whether it succeeded, and nobody asks.</summary>
/// <remarks>
/// Reports what the API table calls <c>result-matters</c>, as a statement of its own, or a lease of which nobody asks whether it was
/// acquired, where the code shows that it goes on as if it had succeeded: see <see cref="IgnoredResults"/>. Silent on
/// <c>_ =</c>, on waits that are meant as pauses or patience (no release, no result or exit code asked behind them), on
/// infinite times, and on channels that never refuse.
/// </remarks>
internal sealed class ResultIgnoredRule() : Rule(
    "REL0607", "Result of a try or timed wait ignored", Categories.Errors, DiagnosticSeverity.Warning,
    "Nobody asks whether {0} succeeded: {1}",
    "These calls do not throw; a lock that was not taken, a permit that was refused or an item that was not accepted is only told by the result.")
{
    /// <summary>What the fix does.</summary>
    public const string Throw = "ThrowOnTimeout";

    /// <inheritdoc />
    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        var results = new IgnoredResults(start.Knowledge);
        var lease = start.Type("System.Threading.RateLimiting.RateLimitLease");
        start.OnCall(ApiTraits.ResultMatters, (site, call, _) =>
        {
            var value = Value(call);
            if (value.Type is { SpecialType: not SpecialType.System_Void } && (IsDropped(value) || (CoreTypes.Same(value.Type, lease) && IsNeverAsked(value))))
                Check(site, call, results);
        });
    }

    private static void Check(Site site, IInvocationOperation call, IgnoredResults results)
    {
        if (results.Of(call, site.Cancelled) is not { } consequence || call.IsInTree(site.Knowledge))
            return;

        var exception = site.Model.LookupNamespacesAndTypes(call.Syntax.SpanStart, name: nameof(TimeoutException)).IsEmpty ? "System.TimeoutException" : nameof(TimeoutException);
        site.Report(
            call.Syntax.GetLocation(),
            consequence.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            consequence.CanThrow && Value(call).User()?.Syntax is ExpressionStatementSyntax ? DiagnosticProperties.With(Throw, exception) : DiagnosticProperties.None,
            call.Name(),
            consequence.Text);
    }

    private static IOperation Value(IInvocationOperation call) => (IOperation?)call.Await() ?? call;

    /// <summary>Whether a value is computed and dropped. A task that nobody awaits is another mistake.</summary>
    private static bool IsDropped(IOperation value) =>
        value.User() is IExpressionStatementOperation && (value.Type is { SpecialType: SpecialType.System_Boolean } or { Name: "RateLimitLease" });

    /// <summary>Whether a lease is kept, and disposed at most.</summary>
    private static bool IsNeverAsked(IOperation value)
    {
        if (value.User() is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
            return false;

        foreach (var operation in value.Root().Descendants())
        {
            if (operation is ILocalReferenceOperation reference && CoreTypes.Same(reference.Local, local) && reference.User() is not (IInvocationOperation { TargetMethod.Name: "Dispose" } or IUsingOperation))
                return false;
        }

        return true;
    }
}

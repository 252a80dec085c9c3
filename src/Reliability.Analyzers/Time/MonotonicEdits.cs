using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Time;

/// <summary>Writes a variable that measures with the wall clock as one that measures with a clock that only runs forward,
/// where that is a matter of words: a start becomes a timestamp of <c>Stopwatch</c>, a deadline one of
/// <c>TickCount64</c>.</summary>
internal static class MonotonicEdits
{
    /// <summary>All changes, or null: it takes more than words.</summary>
    public static IReadOnlyList<TextChange>? Of(ClockLocal variable)
    {
        if (variable.Declarator is not { Syntax: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration }, SemanticModel: { } model }
            || !WallClock.IsDate(variable.Local.Type))
        {
            return null;
        }

        var changes = new List<TextChange>();
        if (!declaration.Type.IsVar)
            changes.Add(new(declaration.Type.Span, "long"));

        var isWritten = variable.Values.All(value => WallClock.IsRead(value)) ? WriteStart(variable, model, changes) : WriteDeadline(variable, model, changes);
        return isWritten ? changes : null;
    }

    /// <summary><c>var start = DateTime.UtcNow; … DateTime.UtcNow - start</c>.</summary>
    private static bool WriteStart(ClockLocal variable, SemanticModel model, List<TextChange> changes)
    {
        if (model.Compilation.GetTypeByMetadataName("System.Diagnostics.Stopwatch") is not { } type || type.GetMembers("GetElapsedTime").IsEmpty)
            return false;

        var stopwatch = model.LookupNamespacesAndTypes(variable.Declarator!.Syntax.SpanStart, name: "Stopwatch").Any(found => CoreTypes.Same(found, type))
            ? "Stopwatch"
            : "System.Diagnostics.Stopwatch";
        foreach (var value in variable.Values)
            changes.Add(new(value.Syntax.Span, stopwatch + ".GetTimestamp()"));

        foreach (var use in variable.Uses)
        {
            var difference = use.Parent switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } minus when minus.RightOperand == use && WallClock.IsRead(minus.LeftOperand) => minus.Syntax,
                IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Subtract", Instance: { } clock } call } when WallClock.IsRead(clock) => call.Syntax,
                _ => null,
            };
            if (difference is null)
                return false;

            changes.Add(new((difference.Parent as ParenthesizedExpressionSyntax ?? difference).Span, stopwatch + ".GetElapsedTime(" + use.Syntax + ")"));
        }

        return true;
    }

    /// <summary><c>var deadline = DateTime.UtcNow + timeout; … DateTime.UtcNow &lt; deadline</c>.</summary>
    private static bool WriteDeadline(ClockLocal variable, SemanticModel model, List<TextChange> changes)
    {
        // .NET Core 3.0
        if (model.Compilation.GetTypeByMetadataName("System.Environment")?.GetMembers("TickCount64").IsEmpty != false)
            return false;

        foreach (var value in variable.Values)
        {
            if (Deadline(value.Unwrapped()) is not { } deadline)
                return false;

            changes.Add(new(value.Syntax.Span, deadline));
        }

        foreach (var use in variable.Uses)
        {
            if (use.Parent is not IBinaryOperation comparison || !WallClock.IsOrdering(comparison))
                return false;

            var clock = comparison.LeftOperand == use ? comparison.RightOperand : comparison.LeftOperand;
            if (!WallClock.IsRead(clock))
                return false;

            changes.Add(new(clock.Syntax.Span, Ticks(clock)));
        }

        return true;
    }

    private static string? Deadline(IOperation value)
    {
        switch (value)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, LeftOperand: var clock, RightOperand: var length } when WallClock.IsRead(clock):
                return Ticks(clock) + " + (long)" + Operand(length.Syntax) + ".TotalMilliseconds";
            case IInvocationOperation { TargetMethod.Name: "Add", Instance: { } clock, Arguments: [{ Value: var length }] } when WallClock.IsRead(clock):
                return Ticks(clock) + " + (long)" + Operand(length.Syntax) + ".TotalMilliseconds";
            case IInvocationOperation { TargetMethod.Name: var name, Instance: { } clock, Arguments: [{ Value: var amount }] } when WallClock.IsRead(clock):
                return Ticks(clock) + " + (long)" + Prefix(clock) + "TimeSpan.From" + name.Substring(3) + "(" + amount.Syntax + ").TotalMilliseconds";
            default:
                return null;
        }
    }

    private static string Operand(SyntaxNode length) =>
        length is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax ? length.ToString() : "(" + length + ")";

    private static string Ticks(IOperation clock) => Prefix(clock) + "Environment.TickCount64";

    // Who writes System.DateTime may have to write System.Environment.
    private static string Prefix(IOperation clock) => clock.Syntax is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax } ? "" : "System.";
}

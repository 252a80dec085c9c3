using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Finds the statements of a round that may fail and leave the loop alive. Waiting stays outside of the <c>try</c>: a
/// round that fails at once would otherwise be followed by the next at once. Where nothing waits, nothing is proposed.</summary>
internal static class SurvivingLoop
{
    /// <summary>The kind of the fix.</summary>
    public const string Survive = "Survive";

    /// <summary>What the fix needs: the logger, the token, the first and last statement, what is caught.</summary>
    public static ImmutableDictionary<string, string?> Fix(Site site, Loop loop, IInvocationOperation call)
    {
        if (loop.Operation.Body is not IBlockOperation { Syntax: BlockSyntax { Statements: { Count: > 0 } statements } block } body
            || Logger(site) is not { } logger
            || site.Knowledge.Tokens.InScope(loop.Operation, site.Member) is not { } token
            || Round(body, loop, statements, site.Knowledge) is not (var first, var last)
            || !Spans(statements, first, last, call.Syntax)
            || !CanBeMoved(block, statements[first], statements[last], site.Model))
        {
            return DiagnosticProperties.None;
        }

        return DiagnosticProperties.With(
            Survive,
            string.Join("|", logger, token, first.ToString(CultureInfo.InvariantCulture), last.ToString(CultureInfo.InvariantCulture), Caught(site)));
    }

    private static (int First, int Last)? Round(IBlockOperation body, Loop loop, SyntaxList<StatementSyntax> statements, Knowledge knowledge)
    {
        var last = statements.Count - 1;
        if (loop.Operation is IForEachLoopOperation || loop.Condition?.OwnFrame().Any(part => part is IAwaitOperation) == true)
            return (0, last);

        if (last == 0 || body.Operations.Length != statements.Count)
            return null;

        return Waits(body.Operations[last], knowledge) ? (0, last - 1) : Waits(body.Operations[0], knowledge) ? (1, last) : null;
    }

    private static bool Waits(IOperation statement, Knowledge knowledge) =>
        statement is IExpressionStatementOperation { Operation: IAwaitOperation await }
        && await.Awaited() is IInvocationOperation call
        && knowledge.Apis.Has(call.TargetMethod, ApiTraits.Paces);

    private static bool Spans(SyntaxList<StatementSyntax> statements, int first, int last, SyntaxNode node) =>
        statements[first].SpanStart <= node.SpanStart && node.Span.End <= statements[last].Span.End;

    /// <summary>Whether the statements stand on lines of their own, which can be moved to the right, and nothing behind them needs
    /// what they declare.</summary>
    private static bool CanBeMoved(BlockSyntax block, StatementSyntax first, StatementSyntax last, SemanticModel model)
    {
        var lines = block.SyntaxTree.GetText().Lines;
        if (block.ContainsDirectives
            || lines.IndexOf(first.SpanStart) == lines.IndexOf(block.OpenBraceToken.SpanStart)
            || lines.IndexOf(last.Span.End) == lines.IndexOf(block.CloseBraceToken.SpanStart)
            || block.DescendantTokens().Any(token => token.Text.IndexOf('\n') >= 0)
            || model.AnalyzeDataFlow(first, last) is not { Succeeded: true } flow)
        {
            return false;
        }

        var outside = new HashSet<ISymbol>(flow.ReadOutside.Concat(flow.WrittenOutside), SymbolEqualityComparer.Default);

        // What is disposed at the end of the block counts as read there; in the try it is disposed at the end of that.
        return !flow.VariablesDeclared.Any(variable => outside.Contains(variable) && !IsOnlyDisposed(variable, block, first, last))
            && !flow.AlwaysAssigned.Any(variable => outside.Contains(variable) && !flow.VariablesDeclared.Contains(variable) && !flow.DefinitelyAssignedOnEntry.Contains(variable));
    }

    private static bool IsOnlyDisposed(ISymbol variable, BlockSyntax block, StatementSyntax first, StatementSyntax last) =>
        variable is ILocalSymbol { IsUsing: true }
        && !block.DescendantNodes().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable.Name && (node.SpanStart < first.SpanStart || node.SpanStart > last.Span.End));

    /// <summary>A logger at hand, as the code names it: a field, a property, a parameter of the primary constructor.</summary>
    private static string? Logger(Site site)
    {
        if (site.Knowledge.Type("Microsoft.Extensions.Logging.ILogger") is not { } logger
            || site.Knowledge.Type("Microsoft.Extensions.Logging.LoggerExtensions") is not { } extensions
            || !site.Model.LookupNamespacesAndTypes(site.Operation.Syntax.SpanStart, name: extensions.Name).Contains(extensions, SymbolEqualityComparer.Default))
        {
            return null;
        }

        foreach (var member in site.Member.ContainingType.GetMembers())
        {
            var found = member switch
            {
                IFieldSymbol { IsImplicitlyDeclared: false } field when IsLogger(field.Type, logger) => field.Name,
                IPropertySymbol { Parameters.Length: 0 } property when IsLogger(property.Type, logger) => property.Name,
                IMethodSymbol { MethodKind: MethodKind.Constructor, DeclaringSyntaxReferences: [var declaration] } constructor
                    when declaration.GetSyntax() is TypeDeclarationSyntax => constructor.Parameters.FirstOrDefault(parameter => IsLogger(parameter.Type, logger))?.Name,
                _ => null,
            };
            if (found is not null)
                return found;
        }

        return null;
    }

    private static bool IsLogger(ITypeSymbol type, INamedTypeSymbol logger) =>
        type.NullableAnnotation != NullableAnnotation.Annotated && (CoreTypes.Same(type, logger) || type.AllInterfaces.Contains(logger, SymbolEqualityComparer.Default));

    /// <summary>What is caught, by a name that the method does not use yet.</summary>
    private static string Caught(Site site)
    {
        var used = new HashSet<string>(
            site.Operation.Root().Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText),
            StringComparer.Ordinal);
        var name = !used.Contains("e") ? "e" : !used.Contains("exception") ? "exception" : "failure";
        return Names.Of(site.Knowledge.Core.Exception!, site) + " " + name;
    }
}

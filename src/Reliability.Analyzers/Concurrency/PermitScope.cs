using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Concurrency;

/// <summary>The statements between a wait for a permit and what gives it back, if they can be put into a <c>try</c> as they
/// are.</summary>
/// <param name="Unprotected">The statements that are in no <c>try</c> yet.</param>
/// <param name="Release">The statement that gives the permit back.</param>
/// <param name="Try">The <c>try</c> that follows, whose <c>finally</c> gives the permit back; or null.</param>
internal sealed record PermitScope(IReadOnlyList<StatementSyntax> Unprotected, StatementSyntax Release, TryStatementSyntax? Try)
{
    public static PermitScope? Of(StatementSyntax wait, SyntaxNode release)
    {
        if (wait.Parent is not BlockSyntax block || release.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax back)
            return null;

        var around = back.Parent is BlockSyntax { Parent: FinallyClauseSyntax { Parent: TryStatementSyntax { Catches.Count: 0 } found } } ? found : null;
        var end = block.Statements.IndexOf(around ?? (StatementSyntax)back);
        var start = block.Statements.IndexOf(wait) + 1;
        if (end <= start)
            return null;

        var between = block.Statements.Skip(start).Take(end - start).ToList();
        var after = block.Statements.Skip(end + 1).Cast<SyntaxNode>().Concat(around is null ? [] : [around.Finally!]);
        return between.All(CanMove) && !Declares(between, after) ? new(between, back, around) : null;
    }

    /// <summary>Text of several lines would change its meaning with the indentation.</summary>
    private static bool CanMove(StatementSyntax statement) =>
        statement is not (LocalFunctionStatementSyntax or LabeledStatementSyntax)
        && !statement.DescendantTokens().Any(token => token.Text.IndexOf('\n') >= 0);

    private static bool Declares(List<StatementSyntax> between, IEnumerable<SyntaxNode> after)
    {
        var names = new HashSet<string>(between.SelectMany(statement => statement.DescendantNodes()).Select(Name).OfType<string>(), StringComparer.Ordinal);
        return names.Count > 0 && after.SelectMany(node => node.DescendantNodes()).OfType<IdentifierNameSyntax>().Any(name => names.Contains(name.Identifier.ValueText));
    }

    private static string? Name(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        _ => null,
    };
}

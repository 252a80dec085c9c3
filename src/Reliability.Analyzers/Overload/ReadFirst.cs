using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Overload;

/// <summary>Finds out whether a fix can let the second stream be read in the background, and wait for the exit after both: all
/// three are statements of one block, and nothing between asks the process.</summary>
internal static class ReadFirst
{
    /// <summary>The kind of the fix.</summary>
    public const string Kind = "ReadFirst";

    /// <summary>What the fix needs: the statements of the wait and the reads (-1: none), the name of the task.</summary>
    public static ImmutableDictionary<string, string?> Fix(IInvocationOperation? wait, IOperation read, IOperation? late)
    {
        var place = (wait ?? read).Syntax.FirstAncestorOrSelf<StatementSyntax>();
        if (place is not { Parent: BlockSyntax block } || Statement(block, read) is not { } first || (late is not null && Statement(block, late) is null))
            return DiagnosticProperties.None;

        var second = late is null ? null : Statement(block, late);
        var (from, to) = (block.Statements.IndexOf(first), second is null ? -1 : block.Statements.IndexOf(second));
        var later = late;
        if (second is not null && to < from)
            (from, to, later) = (to, from, read);

        if (from == to || (wait is not null && !CanBeMoved(wait, place, block, Math.Max(from, to), first, second)))
            return DiagnosticProperties.None;

        return DiagnosticProperties.With(
            Kind,
            string.Join("|", Text(wait is null ? -1 : block.Statements.IndexOf(place)), Text(from), Text(to), Name(block, later)));
    }

    /// <summary>The statement of a block that does nothing but read a stream to its end and keep it, or null.</summary>
    private static StatementSyntax? Statement(BlockSyntax block, IOperation read)
    {
        var call = read as IInvocationOperation ?? read.User() as IInvocationOperation;
        if (call is not { TargetMethod.Name: "ReadToEnd" or "ReadToEndAsync" } || (call.TargetMethod.Name == "ReadToEndAsync" && call.Await() is null))
            return null;

        var statement = call.Syntax.FirstAncestorOrSelf<StatementSyntax>();
        return statement is LocalDeclarationStatementSyntax or ExpressionStatementSyntax && statement.Parent == block && Reads(statement) == 1 ? statement : null;
    }

    private static int Reads(StatementSyntax statement)
    {
        var reads = 0;
        foreach (var node in statement.DescendantNodes())
        {
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadToEnd" or "ReadToEndAsync" })
                reads++;
        }

        return reads;
    }

    private static bool CanBeMoved(IInvocationOperation wait, StatementSyntax place, BlockSyntax block, int last, params StatementSyntax?[] reads)
    {
        var waits = wait.Await() as IOperation ?? wait;
        if (place is not ExpressionStatementSyntax || waits.Parent is not IExpressionStatementOperation || wait.Receiver().Symbol() is not { } process)
            return false;

        for (var i = block.Statements.IndexOf(place) + 1; i < last; i++)
        {
            var statement = block.Statements[i];
            if (!reads.Contains(statement) && (statement is not LocalDeclarationStatementSyntax and not ExpressionStatementSyntax || Names(statement, process.Name)))
                return false;
        }

        return true;
    }

    private static bool Names(SyntaxNode statement, string name)
    {
        foreach (var node in statement.DescendantNodes())
        {
            if (node is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name)
                return true;
        }

        return false;
    }

    /// <summary>A name for the task that reads a stream, which the file does not use yet.</summary>
    private static string Name(BlockSyntax block, IOperation? later)
    {
        if ((later as IPropertyReferenceOperation ?? (later as IInvocationOperation)?.Receiver() as IPropertyReferenceOperation) is not { Property.Name: var stream })
            return "";

        var used = new HashSet<string>(
            block.SyntaxTree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText),
            StringComparer.Ordinal);
        var name = stream == "StandardError" ? "standardError" : "standardOutput";
        return used.Contains(name) ? name + "Read" : name;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Finds where a program makes its builder and its application.</summary>
internal static class HostCode
{
    /// <summary><c>var builder = WebApplication.CreateBuilder(args);</c>, if there is just one in a file.</summary>
    public static LocalDeclarationStatementSyntax? Creation(SyntaxNode root) => Only(root, static call =>
        EndpointShapes.CalledName(call) is "CreateBuilder" or "CreateSlimBuilder" or "CreateEmptyBuilder"
        && call.Expression is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: "WebApplication" } });

    /// <summary><c>var app = builder.Build();</c>, if there is just one in a file.</summary>
    public static LocalDeclarationStatementSyntax? Build(SyntaxNode root) => Only(root, static call => EndpointShapes.CalledName(call) == "Build" && call.ArgumentList.Arguments.Count == 0);

    /// <summary>The name of the variable that a statement declares.</summary>
    public static string Name(LocalDeclarationStatementSyntax statement) => statement.Declaration.Variables[0].Identifier.Text;

    /// <summary>Whether an extension of what a statement declares can be called behind it.</summary>
    public static bool Calls(LocalDeclarationStatementSyntax statement, string method, SemanticModel model) =>
        statement.SyntaxTree == model.SyntaxTree
        && model.GetSpeculativeSymbolInfo(statement.Span.End, SyntaxFactory.ParseExpression(Name(statement) + "." + method + "()"), SpeculativeBindingOption.BindAsExpression).Symbol is not null;

    /// <summary>The builder that an extension is called on, or whose services it is called on.</summary>
    public static IOperation? BuilderOf(IInvocationOperation call) => call.Arguments is not [{ Value: var given }, ..] ? null
        : given.Unwrapped() is IPropertyReferenceOperation { Property.Name: "Services", Instance: { } builder } ? builder.Unwrapped()
        : given.Unwrapped();

    /// <summary>The statement that builds what a call is made on, if it certainly comes before that call.</summary>
    public static StatementSyntax? BuildBefore(IInvocationOperation call, IOperation builder)
    {
        if (builder.Symbol() is not (ILocalSymbol or IParameterSymbol))
            return null;

        foreach (var part in call.Root().Descendants())
        {
            if (part is IInvocationOperation { TargetMethod.Name: "Build", Instance: { } built } build
                && Places.Same(built, builder)
                && build.Function() == call.Function()
                && build.Syntax.SpanStart < call.Syntax.SpanStart
                && StatementOf(build.Syntax) is { Parent: BlockSyntax or GlobalStatementSyntax } statement
                && (statement.Parent is GlobalStatementSyntax || statement.Parent.Contains(call.Syntax)))
            {
                return statement;
            }
        }

        return null;
    }

    /// <summary>Whether a call can go in front of a statement: it uses no variable that is only declared there or behind it.</summary>
    public static bool CanGoBefore(IInvocationOperation call, StatementSyntax statement)
    {
        foreach (var part in call.Descendants())
        {
            if (part is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var place, ..] } && place.Span.Start >= statement.SpanStart && !call.Syntax.Span.Contains(place.Span))
                return false;
        }

        return true;
    }

    /// <summary>The statement that a node is in.</summary>
    public static StatementSyntax? StatementOf(SyntaxNode node) => node.FirstAncestorOrSelf<StatementSyntax>();

    /// <summary>Whether a statement and that of a node are of one block, or both of the program itself.</summary>
    public static bool AreBeside(StatementSyntax statement, SyntaxNode node) =>
        StatementOf(node) is { Parent: { } block } && (statement.Parent == block || (statement.Parent is GlobalStatementSyntax && block is GlobalStatementSyntax));

    private static LocalDeclarationStatementSyntax? Only(SyntaxNode root, Func<InvocationExpressionSyntax, bool> makes)
    {
        LocalDeclarationStatementSyntax? only = null;
        foreach (var node in root.DescendantNodes())
        {
            if (node is not LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: InvocationExpressionSyntax call }] } statement || !makes(call))
                continue;

            if (only is not null)
                return null;

            only = statement;
        }

        return only;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>A body that can be handed to its own site: <c>Operations.Import.Measure(() => …)</c>.</summary>
internal sealed class ExplicitBody
{
    /// <summary>The body becomes a lambda that its site calls.</summary>
    public const string Fix = "Measure";

    private ExplicitBody(IMethodSymbol method, SyntaxNode body, ReturnShape shape)
    {
        Method = method;
        Body = body;
        Shape = shape;
    }

    public IMethodSymbol Method { get; }

    /// <summary>The block or expression.</summary>
    public SyntaxNode Body { get; }

    public ReturnShape Shape { get; }

    /// <summary>Whether the work ends when a task does.</summary>
    public bool IsTask => Shape is ReturnShape.Task or ReturnShape.TaskOfResult;

    /// <summary>Whether the function stays <c>async</c>: what measures returns a <c>Task</c>, it something else.</summary>
    public bool StaysAsync => IsTask && Method.ReturnType.Name != "Task";

    /// <summary>The token of the caller that is at hand, or null.</summary>
    public IParameterSymbol? Token
    {
        get
        {
            for (ISymbol? function = Method; function is IMethodSymbol method; function = method.IsStatic ? null : method.ContainingSymbol)
            {
                foreach (var parameter in method.Parameters)
                {
                    if (parameter is { RefKind: RefKind.None, Type: INamedTypeSymbol { Name: "CancellationToken" } })
                        return parameter;
                }
            }

            return null;
        }
    }

    /// <summary>The body, or null where the result would not compile: a lambda cannot capture references and ref structs,
    /// nor the fields of a struct, and cannot be an iterator.</summary>
    public static ExplicitBody? Of(ISymbol target, SyntaxNode node, SemanticModel model)
    {
        if (target is not IMethodSymbol method
            || BodyOf(node) is not { } body
            || node.ContainsDiagnostics
            || !Packages.IsReferenced(model.Compilation, Packages.Runtime)
            || !CanBeCaptured(method)
            || IsIterator(body)
            || AssignsOthers(method, body, model))
        {
            return null;
        }

        var found = new ExplicitBody(method, body, ReturnShapes.Of(method));
        return found.HasCall(model) ? found : null;
    }

    /// <summary>What the result is called in source where the compiler would not guess it; or null.</summary>
    public string? TypeArgument(SemanticModel model) =>
        ReturnShapes.Result(Method) is { } result && !ReturnsExactly(Shape == ReturnShape.Value || Method.IsAsync ? result : Method.ReturnType, model)
            ? result.ToMinimalDisplayString(model, Body.SpanStart, SymbolDisplayFormat.MinimallyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier))
            : null;

    private static SyntaxNode? BodyOf(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
        AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody?.Expression,
        LambdaExpressionSyntax lambda => lambda.Body,
        _ => null,
    };

    private static bool CanBeCaptured(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType || parameter.Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol)
                return false;
        }

        for (ISymbol? outer = method; outer is not null and not INamedTypeSymbol; outer = outer.ContainingSymbol)
        {
            if (outer.IsStatic)
                return true;
        }

        return !method.ContainingType.IsValueType;
    }

    private static bool IsIterator(SyntaxNode body) => body
        .DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(node => node is YieldStatementSyntax);

    /// <summary>Whether a variable of a function around is assigned: the compiler follows a local function when it asks whether
    /// a variable has a value, but no lambda.</summary>
    private static bool AssignsOthers(IMethodSymbol method, SyntaxNode body, SemanticModel model)
    {
        if (method.MethodKind is not (MethodKind.LocalFunction or MethodKind.AnonymousFunction))
            return false;

        var flow = body is StatementSyntax statement ? model.AnalyzeDataFlow(statement) : model.AnalyzeDataFlow((ExpressionSyntax)body);
        return flow is not { Succeeded: true } || flow.WrittenInside.Any(symbol => !SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, method)
            && symbol is ILocalSymbol or IParameterSymbol
            && !flow.VariablesDeclared.Contains(symbol, SymbolEqualityComparer.Default));
    }

    private bool HasCall(SemanticModel model) => Shape switch
    {
        ReturnShape.Void => !Method.IsAsync && !(Body is ExpressionSyntax expression && model.GetTypeInfo(expression).Type is { IsRefLikeType: true }),
        ReturnShape.Value => Method.ReturnType is { IsRefLikeType: false } and not (IPointerTypeSymbol or IFunctionPointerTypeSymbol),
        ReturnShape.Task or ReturnShape.TaskOfResult => Method.ReturnType.Name == "Task" || Method.IsAsync,
        ReturnShape.Stream => Body is ExpressionSyntax && Method.ReturnType.Name == "IAsyncEnumerable",
        _ => false,
    };

    private bool ReturnsExactly(ITypeSymbol type, SemanticModel model)
    {
        if (Body is ExpressionSyntax expression)
            return IsExactly(expression);

        var returned = Body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>()
            .Select(statement => statement.Expression)
            .ToList();
        return returned.Count > 0 && returned.All(value => value is not null && IsExactly(value));

        bool IsExactly(ExpressionSyntax value) => !TakesItsTypeFromOutside(value) && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(value).Type, type);
    }

    private static bool TakesItsTypeFromOutside(ExpressionSyntax value) => value switch
    {
        ParenthesizedExpressionSyntax inner => TakesItsTypeFromOutside(inner.Expression),
        ConditionalExpressionSyntax either => TakesItsTypeFromOutside(either.WhenTrue) || TakesItsTypeFromOutside(either.WhenFalse),
        SwitchExpressionSyntax any => any.Arms.Any(arm => TakesItsTypeFromOutside(arm.Expression)),
        _ => value.Kind() is SyntaxKind.ImplicitObjectCreationExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.CollectionExpression,
    };
}

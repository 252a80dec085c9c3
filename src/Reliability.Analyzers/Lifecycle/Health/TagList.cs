using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>Tags that are written out as constants.</summary>
/// <param name="tags">The tags, and where each stands; nowhere, where an attribute says it.</param>
internal sealed class TagList(IReadOnlyList<(string Text, ExpressionSyntax? Place)> tags)
{
    public static TagList Empty { get; } = new([]);

    public IReadOnlyList<(string Text, ExpressionSyntax? Place)> Tags { get; } = tags;

    public static TagList Of(params string[] tags) => new([.. tags.Select(tag => (tag, (ExpressionSyntax?)null))]);

    /// <summary>Compared as ASP.NET Core does.</summary>
    public bool Contains(string tag) => Tags.Any(other => string.Equals(other.Text, tag, StringComparison.OrdinalIgnoreCase));

    /// <summary>The tags that an expression gives, or null: not all of them are constant.</summary>
    public static TagList? Of(IOperation value) =>
        value.SemanticModel is { } model && value.Syntax is ExpressionSyntax syntax ? Of(syntax, model, isFollowed: true) : null;

    /// <remarks>By syntax: older compilers have no operation for <c>["live"]</c>.</remarks>
    private static TagList? Of(ExpressionSyntax value, SemanticModel model, bool isFollowed) => value switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => Of(inner, model, isFollowed),
        CastExpressionSyntax { Expression: var inner } => Of(inner, model, isFollowed),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } => Empty,
        CollectionExpressionSyntax { Elements: var elements } => Of(elements.Select(element => (element as ExpressionElementSyntax)?.Expression), model),
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: var elements } => Of(elements, model),
        ArrayCreationExpressionSyntax { Initializer.Expressions: var elements } => Of(elements, model),
        BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer.Expressions: var elements } => Of(elements, model),
        IdentifierNameSyntax or MemberAccessExpressionSyntax when isFollowed => Kept(value, model),
        _ => null,
    };

    private static TagList? Of(IEnumerable<ExpressionSyntax?> elements, SemanticModel model)
    {
        var tags = new List<(string, ExpressionSyntax?)>();
        foreach (var element in elements)
        {
            if (element is null || model.GetConstantValue(element) is not { HasValue: true, Value: string text })
                return null;

            tags.Add((text, element));
        }

        return new(tags);
    }

    /// <summary>What a local or a read-only field is once given.</summary>
    private static TagList? Kept(ExpressionSyntax name, SemanticModel model)
    {
        var symbol = model.GetSymbolInfo(name).Symbol;
        if (symbol is not (ILocalSymbol or IFieldSymbol { IsReadOnly: true })
            || symbol.DeclaringSyntaxReferences is not [var declaration]
            || declaration.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value }
            || !model.Compilation.ContainsSyntaxTree(value.SyntaxTree)
            || (symbol is ILocalSymbol && IsChanged(name)))
        {
            return null;
        }

#pragma warning disable RS1030 // a field may stand in another file
        return Of(value, value.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(value.SyntaxTree), isFollowed: false);
#pragma warning restore RS1030
    }

    /// <summary>Whether a variable of that name is assigned again, or something is called on it.</summary>
    private static bool IsChanged(ExpressionSyntax name)
    {
        var text = name.ToString();
        foreach (var node in name.SyntaxTree.GetRoot().DescendantNodes())
        {
            if (node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var assigned } } && assigned == text)
                return true;

            if (node is AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var element } } } && element == text)
                return true;

            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var called } } } && called == text)
                return true;
        }

        return false;
    }
}

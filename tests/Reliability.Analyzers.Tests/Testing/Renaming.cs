using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Tests.Testing;

/// <summary>Gives everything that a piece of code declares another name, except what others dictate: overrides,
/// implementations, constructors, attributes, and names that also mean something else.</summary>
internal static class Renaming
{
    public static string Of(string text)
    {
        var compilation = AllRules.Compile([("Code.cs", text)], AllRules.KindOf(text));
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == "Code.cs");
        var model = compilation.GetSemanticModel(tree);
        var root = tree.GetRoot(TestContext.Current.CancellationToken);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in root.DescendantNodes())
        {
            if (model.GetDeclaredSymbol(node, TestContext.Current.CancellationToken) is { CanBeReferencedByName: true, Name: not "_" } symbol && IsFree(symbol))
                names.TryAdd(symbol.Name, "zz" + names.Count + (char.IsUpper(symbol.Name[0]) ? "Zz" : "zz"));
        }

        // A name that somewhere means a thing of others stays as it is everywhere.
        foreach (var node in root.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (names.ContainsKey(node.Identifier.ValueText) && !IsOwn(node, model, compilation))
                names.Remove(node.Identifier.ValueText);
        }

        foreach (var argument in root.DescendantNodes().OfType<AttributeArgumentSyntax>())
        {
            if (argument.NameEquals is { } name)
                names.Remove(name.Name.Identifier.ValueText);
        }

        // What is found by reflection is found by its name.
        foreach (var token in root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.StringLiteralToken)))
            names.Remove(token.ValueText);

        // So is a core, by that of its method.
        foreach (var core in names.Keys.Where(name => name.EndsWith("Core", StringComparison.Ordinal)).ToList())
        {
            if (names.TryGetValue(core[..^4], out var renamed))
                names[core] = renamed + "Core";
            else
                names.Remove(core);
        }

        return root.ReplaceTokens(
            root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && names.ContainsKey(token.ValueText)),
            (token, _) => SyntaxFactory.Identifier(token.LeadingTrivia, names[token.ValueText], token.TrailingTrivia)).ToFullString();
    }

    private static bool IsOwn(SimpleNameSyntax node, SemanticModel model, Microsoft.CodeAnalysis.Compilation compilation)
    {
        var info = model.GetSymbolInfo(node, TestContext.Current.CancellationToken);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol is not null
            && (symbol is ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or IRangeVariableSymbol or ILabelSymbol
                || SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly))
            && IsFree(symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : symbol);
    }

    private static bool IsFree(ISymbol symbol) => symbol switch
    {
        // What a case declares in a namespace stands for the API of others.
        { ContainingNamespace.IsGlobalNamespace: false } => false,
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } constructor => IsFree(constructor.ContainingType),
        IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.LocalFunction) } => false,
        IMethodSymbol method when method.IsOverride || method.IsExtern || method.Name == "Main" || Implements(method) => false,
        IPropertySymbol property when property.IsOverride || Implements(property) => false,
        IEventSymbol @event when @event.IsOverride || Implements(@event) => false,
        INamedTypeSymbol type => !type.Name.EndsWith("Attribute", StringComparison.Ordinal) && !type.Name.EndsWith("Controller", StringComparison.Ordinal),
        // A parameter may be named by a caller of others: delegates and overrides keep theirs.
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } owner } => IsFree(owner),
        INamespaceSymbol => false,
        _ => true,
    };

    private static bool Implements(ISymbol symbol) => symbol.ContainingType is { } type && type.AllInterfaces.SelectMany(implemented => implemented.GetMembers())
        .Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), symbol)
            && !SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, symbol.ContainingAssembly));
}

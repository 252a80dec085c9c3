using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>Reads a partial method so that its other half can be written.</summary>
internal static class PartialMethodReader
{
    private const string CancellationToken = "System.Threading.CancellationToken";

    public static PartialMethod Read(IMethodSymbol method, MethodDeclarationSyntax syntax, string? good) => new()
    {
        Namespace = method.ContainingNamespace.IsGlobalNamespace ? "" : method.ContainingNamespace.ToDisplayString(SymbolFormats.Source).Replace("global::", ""),
        Owners = Owners(method.ContainingType),
        OwnerName = MetadataName(method.ContainingType),
        Modifiers = string.Join(" ", syntax.Modifiers.Select(modifier => modifier.Text)),
        ReturnType = RefKeyword(method) + method.ReturnType.ToDisplayString(SymbolFormats.Source),
        Name = Escape(method.Name),
        TypeParameters = TypeParameters(method.TypeParameters),
        Constraints = string.Concat(method.TypeParameters.Select(parameter => Constraints(parameter, Escape(parameter.Name), Display))),
        Parameters = string.Join(", ", method.Parameters.Zip(syntax.ParameterList.Parameters, Parameter)),
        Arguments = string.Join(", ", method.Parameters.Select(Argument)),
        LocalPrefix = LocalPrefix(method),
        CancellationToken = method.Parameters.FirstOrDefault(IsCancellationToken) is { } token ? Escape(token.Name) : null,
        Returns = ReturnShapes.Of(method),
        Good = good,
        Attributes = method.GetAttributes().Select(attribute => attribute.AttributeClass).OfType<INamedTypeSymbol>().Select(MetadataName).ToEquatableArray(),
        IsInstance = !method.IsStatic,
        HasCore = CoreMethods.Find(method) is not null,
    };

    /// <summary>The name by which the runtime knows a type: <c>Shop.Orders+Line`1</c>.</summary>
    public static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
            return MetadataName(outer) + "+" + type.MetadataName;

        return type.ContainingNamespace.IsGlobalNamespace
            ? type.MetadataName
            : type.ContainingNamespace.ToDisplayString(SymbolFormats.Plain) + "." + type.MetadataName;
    }

    private static EquatableArray<string> Owners(INamedTypeSymbol innermost)
    {
        var owners = new List<string>();
        for (var type = innermost; type is not null; type = type.ContainingType)
            owners.Insert(0, Keyword(type) + " " + Escape(type.Name) + TypeParameters(type.TypeParameters));

        return owners.ToEquatableArray();
    }

    private static string Display(ITypeSymbol type) => type.ToDisplayString(SymbolFormats.Source);

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    private static string TypeParameters(IEnumerable<ITypeParameterSymbol> parameters) =>
        string.Join(", ", parameters.Select(parameter => Variance(parameter) + Escape(parameter.Name))) is { Length: > 0 } names ? "<" + names + ">" : "";

    private static string Variance(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    };

    public static string RefKeyword(IMethodSymbol method) =>
        method.ReturnsByRefReadonly ? "ref readonly " : method.ReturnsByRef ? "ref " : "";

    /// <summary>The constraint clause of a type parameter with a leading space, or nothing.</summary>
    public static string Constraints(ITypeParameterSymbol parameter, string name, Func<ITypeSymbol, string> display)
    {
        var constraints = new List<string>();
        if (parameter.HasReferenceTypeConstraint)
            constraints.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        else if (parameter.HasUnmanagedTypeConstraint)
            constraints.Add("unmanaged");
        else if (parameter.HasValueTypeConstraint)
            constraints.Add("struct");
        else if (parameter.HasNotNullConstraint)
            constraints.Add("notnull");

        constraints.AddRange(parameter.ConstraintTypes.Select(display));
        if (parameter.HasConstructorConstraint)
            constraints.Add("new()");

        if (AllowsRefStructs(parameter))
            constraints.Add("allows ref struct");

        return constraints.Count == 0 ? "" : " where " + name + " : " + string.Join(", ", constraints);
    }

    /// <summary>Newer than the compiler we are built against: only its text is known.</summary>
    public static bool AllowsRefStructs(ITypeParameterSymbol parameter) => parameter.DeclaringSyntaxReferences.Any(reference =>
        ConstraintClauses(reference.GetSyntax().Parent?.Parent).Any(clause =>
            clause.Name.Identifier.ValueText == parameter.Name && clause.Constraints.Any(constraint => constraint.ToString() == "allows ref struct")));

    private static SyntaxList<TypeParameterConstraintClauseSyntax> ConstraintClauses(SyntaxNode? declaration) => declaration switch
    {
        MethodDeclarationSyntax method => method.ConstraintClauses,
        TypeDeclarationSyntax type => type.ConstraintClauses,
        _ => default,
    };

    private static string Parameter(IParameterSymbol parameter, ParameterSyntax syntax)
    {
        var text = new StringBuilder();
        foreach (var modifier in syntax.Modifiers)
            text.Append(modifier.Text).Append(' ');

        return text.Append(parameter.Type.ToDisplayString(SymbolFormats.Source)).Append(' ').Append(Escape(parameter.Name)).ToString();
    }

    public static string Argument(IParameterSymbol parameter) => parameter.RefKind switch
    {
        RefKind.None => "",
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        _ => "in ",
    } + Escape(parameter.Name);

    /// <summary>Enough underscores for locals that no parameter is named like.</summary>
    public static string LocalPrefix(IMethodSymbol method)
    {
        var prefix = "__";
        while (method.Parameters.Any(parameter => parameter.Name.StartsWith(prefix, StringComparison.Ordinal)))
            prefix += "_";

        return prefix;
    }

    public static bool IsCancellationToken(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None && parameter.Type is INamedTypeSymbol type && type.Is(CancellationToken);

    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(identifier) == SyntaxKind.None
            ? identifier
            : "@" + identifier;
}

using System.Text;
using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>Names types inside of the class that is emitted for an interface.</summary>
internal sealed class DecoratorNames
{
    private const string UnscopedRef = "System.Diagnostics.CodeAnalysis.UnscopedRefAttribute";

    private readonly INamedTypeSymbol _type;
    private readonly string _suffix = "";

    /// <param name="type">The interface. A method of it may have a type parameter of the same name, which would hide that of the
    /// class; those of the class are then called something else.</param>
    public DecoratorNames(INamedTypeSymbol type)
    {
        _type = type;
        if (type.Arity == 0)
            return;

        var taken = new HashSet<string>(InterfaceShapes.WithInherited(type)
            .SelectMany(self => self.GetMembers())
            .OfType<IMethodSymbol>()
            .SelectMany(method => method.TypeParameters)
            .Select(parameter => parameter.Name));
        while (type.TypeParameters.Any(parameter => taken.Contains(parameter.Name + _suffix)))
            _suffix += "_";
    }

    /// <summary>The class that stands before the implementations of an interface, without its type parameters: a name that every
    /// assembly comes to by itself.</summary>
    public static string ClassOf(INamedTypeSymbol type)
    {
        var name = new StringBuilder();
        foreach (var c in PartialMethodReader.MetadataName(type).Split('`')[0])
            name.Append(c switch { '.' => "_", '+' => "_0", '_' => "__", _ => c.ToString() });

        return name.Append("_Decorator").ToString();
    }

    /// <summary>A type as source. <c>dynamic</c> is an object here: handing it on must not look for another method.</summary>
    public string Of(ITypeSymbol type) => string.Concat(type.ToDisplayParts(SymbolFormats.Source).Select(Text));

    /// <summary>Type parameters with brackets, or nothing.</summary>
    public string TypeParameters(IEnumerable<ITypeParameterSymbol> parameters) =>
        string.Join(", ", parameters.Select(Of)) is { Length: > 0 } names ? "<" + names + ">" : "";

    /// <summary>Parameters as an implementation declares them.</summary>
    public string Parameters(IEnumerable<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(Parameter));

    private string Text(SymbolDisplayPart part) => part switch
    {
        { Symbol: ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type } parameter } when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _type) =>
            part.ToString() + _suffix,
        { Kind: SymbolDisplayPartKind.Keyword } when part.ToString() == "dynamic" => "object",
        _ => part.ToString(),
    };

    private string Parameter(IParameterSymbol parameter)
    {
        var unscoped = parameter.Find(UnscopedRef) is null ? "" : "[global::System.Diagnostics.CodeAnalysis.UnscopedRef] ";
        return unscoped + Modifiers(parameter) + Of(parameter.Type) + " " + PartialMethodReader.Escape(parameter.Name);
    }

    private static string Modifiers(IParameterSymbol parameter) => (parameter.ScopedKind, parameter.RefKind) switch
    {
        (ScopedKind.ScopedValue, RefKind.None) or (ScopedKind.ScopedRef, RefKind.Ref or RefKind.In or RefKind.RefReadOnlyParameter) => "scoped ",
        _ => "",
    } + parameter.RefKind switch
    {
        RefKind.None => "",
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In => "in ",
        _ => "ref readonly ",
    };
}

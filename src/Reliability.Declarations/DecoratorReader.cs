using Microsoft.CodeAnalysis;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>Reads an interface so that a class can be put in front of its implementations.</summary>
internal static class DecoratorReader
{
    private const string Disposable = "System.IDisposable";
    private const string AsyncDisposable = "System.IAsyncDisposable";
    private const string Obsolete = "System.ObsoleteAttribute";

    /// <summary>Reads what one promise means for the decorator. The interface itself is read for the first of its promises
    /// only, because it is the same for all.</summary>
    public static DecoratorPart Read(ISymbol target, AttributeData slo, Reach reach)
    {
        var type = target as INamedTypeSymbol ?? target.ContainingType;
        var names = new DecoratorNames(type);
        return new(
            PartialMethodReader.MetadataName(type),
            target is IMethodSymbol method ? Key(method) : null,
            GoodReader.Read(target, slo, reach) is { } good ? names.Of(type) + good.Substring(good.LastIndexOf('.')) : null,
            IsFirst(target, type) ? Shape(type, names) : null);
    }

    private static bool IsFirst(ISymbol target, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(target, Promising(type).FirstOrDefault());

    /// <summary>What carries a promise that a decorator of this interface keeps: the interface, or methods of its own.</summary>
    private static IEnumerable<ISymbol> Promising(INamedTypeSymbol type)
    {
        if (InterfaceShapes.IsPromise(type) && InterfaceShapes.Of(type).Kind == ReachKind.Decorator)
            yield return type;

        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && InterfaceShapes.IsPromise(method) && InterfaceShapes.CanBeImplemented(method)
                && InterfaceShapes.Of(method).Kind == ReachKind.Decorator)
            {
                yield return method;
            }
        }
    }

    private static DecoratedInterface Shape(INamedTypeSymbol type, DecoratorNames names)
    {
        var inherited = type.AllInterfaces.Where(self => HasDecorator(self, type.ContainingAssembly)).ToList();
        var members = InterfaceShapes.WithInherited(type)
            .SelectMany(self => self.GetMembers())
            .Where(member => InterfaceShapes.CanBeImplemented(member) && !InterfaceShapes.IsExplicit(member) && InterfaceShapes.CanBeCalled(member, type.ContainingAssembly))
            .ToList();
        return new()
        {
            Type = names.Of(type),
            Unbound = (type.IsGenericType ? type.ConstructUnboundGenericType() : type).ToDisplayString(SymbolFormats.Source),
            Title = type.ToDisplayString(SymbolFormats.Plain),
            ClassName = DecoratorNames.ClassOf(type),
            Arity = type.Arity,
            TypeParameters = names.TypeParameters(type.TypeParameters),
            Constraints = string.Concat(type.TypeParameters.Select(parameter => PartialMethodReader.Constraints(parameter, names.Of(parameter), names.Of))),
            IsPublic = IsPublic(type),
            IsObsolete = SelfAndOuter(type).Any(IsObsolete),
            IsDisposable = type.AllInterfaces.Any(self => self.Is(Disposable)),
            IsAsyncDisposable = type.AllInterfaces.Any(self => self.Is(AsyncDisposable)),
            Inherited = inherited.Select(self => new InheritedDecorator(names.Of(self), ClassName(self, names))).ToEquatableArray(),
            Methods = members.OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary).Select(method => Method(method, names, Via(method))).ToEquatableArray(),
            Properties = members.OfType<IPropertySymbol>().Select(property => Property(property, type, names, Via(property))).ToEquatableArray(),
            Events = members.OfType<IEventSymbol>()
                .Select(@event => new DecoratedEvent(names.Of(@event.ContainingType), Via(@event), names.Of(@event.Type), PartialMethodReader.Escape(@event.Name), Traits(@event)))
                .ToEquatableArray(),
        };

        // A member with a decorator of its own goes through that one; what a covered interface inherits, through its.
        int? Via(ISymbol member)
        {
            var own = inherited.FindIndex(self => SymbolEqualityComparer.Default.Equals(self, member.ContainingType));
            if (own < 0 && !InterfaceShapes.IsPromise(type) && !SymbolEqualityComparer.Default.Equals(member.ContainingType, type))
                own = inherited.FindIndex(self => InterfaceShapes.IsPromise(self) && self.AllInterfaces.Contains(member.ContainingType, SymbolEqualityComparer.Default));

            return own < 0 ? null : own;
        }
    }

    /// <summary>Whether a decorator is emitted for an interface, here or where it comes from.</summary>
    private static bool HasDecorator(INamedTypeSymbol type, IAssemblySymbol assembly) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly)
            ? Promising(type.OriginalDefinition).Any()
            : Emitted(type) is { } decorator && InterfaceShapes.CanBeCalled(decorator, assembly);

    private static INamedTypeSymbol? Emitted(INamedTypeSymbol type) => InterfaceShapes.IsPromise(type.OriginalDefinition) || type.OriginalDefinition.GetMembers().Any(InterfaceShapes.IsPromise)
        ? type.ContainingAssembly.GetTypeByMetadataName(Space(type) + DecoratorNames.ClassOf(type) + (type.Arity == 0 ? "" : "`" + type.Arity))
        : null;

    private static string ClassName(INamedTypeSymbol type, DecoratorNames names) =>
        "global::" + Space(type) + DecoratorNames.ClassOf(type) + (type.Arity == 0 ? "" : "<" + string.Join(", ", type.TypeArguments.Select(names.Of)) + ">");

    private static string Space(INamedTypeSymbol type) => GeneratedCode.Namespace(type.ContainingAssembly.Name) + ".";

    private static DecoratedMethod Method(IMethodSymbol method, DecoratorNames names, int? via) => new()
    {
        Key = Key(method),
        Owner = names.Of(method.ContainingType),
        Via = via,
        IsCountedByType = via is null && InterfaceShapes.IsCountedByType(method),
        Traits = Traits(method),
        Name = PartialMethodReader.Escape(method.Name),
        ReturnType = PartialMethodReader.RefKeyword(method) + names.Of(method.ReturnType),
        TypeParameters = names.TypeParameters(method.TypeParameters),
        Constraints = string.Concat(method.TypeParameters.Select(Constraint)),
        Parameters = names.Parameters(method.Parameters),
        Arguments = Arguments(method.Parameters),
        LocalPrefix = PartialMethodReader.LocalPrefix(method),
        CancellationToken = method.Parameters.FirstOrDefault(PartialMethodReader.IsCancellationToken) is { } token ? PartialMethodReader.Escape(token.Name) : null,
        Returns = ReturnShapes.Of(method),
        Good = null,
    };

    private static DecoratedProperty Property(IPropertySymbol property, INamedTypeSymbol type, DecoratorNames names, int? via) => new()
    {
        Owner = names.Of(property.ContainingType),
        Via = via,
        Type = (property.ReturnsByRefReadonly ? "ref readonly " : property.ReturnsByRef ? "ref " : "") + names.Of(property.Type),
        Name = property.IsIndexer ? null : PartialMethodReader.Escape(property.Name),
        Parameters = names.Parameters(property.Parameters),
        Arguments = Arguments(property.Parameters),
        HasGetter = IsForwarded(property.GetMethod, type),
        Setter = !IsForwarded(property.SetMethod, type) ? null : property.SetMethod!.IsInitOnly ? "init" : "set",
        Traits = Traits(property),
    };

    private static bool IsForwarded(IMethodSymbol? accessor, INamedTypeSymbol type) =>
        accessor is not null && InterfaceShapes.CanBeImplemented(accessor) && InterfaceShapes.CanBeCalled(accessor, type.ContainingAssembly);

    /// <summary>An explicit implementation inherits its constraints. Only what <c>T?</c> means is said again.</summary>
    private static string Constraint(ITypeParameterSymbol parameter) =>
        " where " + PartialMethodReader.Escape(parameter.Name) + " : " + (parameter.IsReferenceType ? "class" : parameter.IsValueType ? "struct" : "default");

    private static string Arguments(IEnumerable<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(PartialMethodReader.Argument));

    private static string Key(IMethodSymbol method) => method.OriginalDefinition.GetDocumentationCommentId() ?? method.Name;

    private static DecoratedTraits Traits(ISymbol member) => new(
        SelfAndOuter(member).Any(IsObsolete) || Accessors(member).Any(IsObsolete),
        Signature(member).Any(IsPointer));

    private static IEnumerable<ITypeSymbol> Signature(ISymbol member) => member switch
    {
        IMethodSymbol method => method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType),
        IPropertySymbol property => property.Parameters.Select(parameter => parameter.Type).Append(property.Type),
        IEventSymbol @event => [@event.Type],
        _ => [],
    };

    private static bool IsPointer(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsPointer(array.ElementType),
        INamedTypeSymbol { IsGenericType: true } named => named.TypeArguments.Any(IsPointer),
        _ => type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer,
    };

    private static IEnumerable<ISymbol> Accessors(ISymbol member) => member switch
    {
        IPropertySymbol property => new ISymbol?[] { property.GetMethod, property.SetMethod }.OfType<ISymbol>(),
        IEventSymbol @event => new ISymbol?[] { @event.AddMethod, @event.RemoveMethod }.OfType<ISymbol>(),
        _ => [],
    };

    private static IEnumerable<ISymbol> SelfAndOuter(ISymbol symbol)
    {
        for (var self = symbol; self is not null; self = self.ContainingType)
            yield return self;
    }

    private static bool IsObsolete(ISymbol symbol) => symbol.Find(Obsolete) is not null;

    private static bool IsPublic(INamedTypeSymbol type) => SelfAndOuter(type).All(self => self.DeclaredAccessibility == Accessibility.Public);
}

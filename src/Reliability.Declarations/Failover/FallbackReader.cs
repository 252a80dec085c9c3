using Microsoft.CodeAnalysis;

namespace Reliability.Declarations.Failover;

/// <summary>Finds the method that answers in the place of another.</summary>
internal static class FallbackReader
{
    public static FallbackDeclaration? Read(IMethodSymbol method, AttributeData attribute, FailoverNumbers numbers)
    {
        var on = numbers.Exceptions("On");
        if (attribute.FirstText() is not { } name)
        {
            numbers.Refuse(FailoverProblemKind.FallbackMissing, null, "", Wanted(method, "Fallback"));
            return null;
        }

        // Those of the class first, then what it inherits: as the emitted call finds them.
        var members = method.ContainingType.SelfAndBases().SelectMany(type => type.GetMembers(name)).Where(member => IsSeen(member, method)).ToList();
        var isUnreachable = false;
        foreach (var member in members)
        {
            if (member is not IMethodSymbol candidate || IsSame(candidate, method) || Shape(candidate, method) is not var (takesException, returnsTask))
                continue;

            if (IsReached(candidate, members, method))
                return new(PartialMethodReader.Escape(name) + TypeArguments(method, candidate), candidate.IsStatic, takesException, returnsTask, on);

            isUnreachable = true;
        }

        var kind = members.Count == 0 ? FailoverProblemKind.FallbackMissing
            : isUnreachable ? FailoverProblemKind.FallbackUnreachable
            : members.All(member => member is IMethodSymbol same && IsSame(same, method)) ? FailoverProblemKind.FallbackIsItself
            : FailoverProblemKind.FallbackMismatch;
        numbers.Refuse(kind, null, name, Wanted(method, name));
        return null;
    }

    /// <summary>The method itself, or what it overrides, which would call it.</summary>
    private static bool IsSame(IMethodSymbol candidate, IMethodSymbol method)
    {
        for (var self = method; self is not null; self = self.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate.PartialDefinitionPart ?? candidate, self))
                return true;
        }

        return false;
    }

    /// <summary>Whether emitted code in the type of a method can name a member of that type or of a base.</summary>
    private static bool IsSeen(ISymbol member, IMethodSymbol method) => member.DeclaredAccessibility switch
    {
        Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => IsAtHome(member, method),
        _ => SymbolEqualityComparer.Default.Equals(member.ContainingType, method.ContainingType),
    };

    private static bool IsAtHome(ISymbol member, IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, method.ContainingAssembly) || member.ContainingAssembly.GivesAccessTo(method.ContainingAssembly);

    /// <summary>Whether a call by its name arrives at a method, and compiles. What is nearer comes first although it fits worse: a parameter, and
    /// what a derived class has under the name, be it another overload or a delegate.</summary>
    private static bool IsReached(IMethodSymbol candidate, List<ISymbol> members, IMethodSymbol method) =>
        !IsForbidden(candidate)
        && !(candidate.IsStatic && method.Parameters.Any(parameter => parameter.Name == candidate.Name))
        && !members.TakeWhile(member => !SymbolEqualityComparer.Default.Equals(member.ContainingType, candidate.ContainingType)).Any(nearer => MayBeCalled(nearer, candidate));

    private static bool MayBeCalled(ISymbol nearer, IMethodSymbol candidate) => nearer switch
    {
        IMethodSymbol other => other.Parameters.Count(parameter => !parameter.IsOptional && !parameter.IsParams) <= candidate.Parameters.Length
            && (other.Parameters.Length >= candidate.Parameters.Length || other.Parameters.LastOrDefault()?.IsParams == true),
        IFieldSymbol or IPropertySymbol or IEventSymbol => true,
        _ => false,
    };

    /// <summary>Emitted code would be an error although the author has made none.</summary>
    private static bool IsForbidden(IMethodSymbol candidate) => candidate.GetAttributes().Any(attribute =>
        attribute.AttributeClass is { } type
        && (type.Is("System.Diagnostics.CodeAnalysis.ExperimentalAttribute")
            || (type.Is("System.ObsoleteAttribute") && attribute.ConstructorArguments.Any(argument => argument.Value is true))));

    /// <summary>How a method answers, or null when it cannot: its parameters are those of the other, with what went wrong behind them or
    /// not; what it returns is the same, or what the task brings.</summary>
    private static (bool TakesException, bool ReturnsTask)? Shape(IMethodSymbol candidate, IMethodSymbol method)
    {
        if ((method.IsStatic && !candidate.IsStatic) || candidate.MethodKind != MethodKind.Ordinary || candidate.ReturnsByRef || candidate.ReturnsByRefReadonly
            || (candidate.Arity != 0 && candidate.Arity != method.Arity)
            || !TypeConstraints.AreMet(candidate, method))
        {
            return null;
        }

        var constructed = candidate.Arity == 0 ? candidate : candidate.Construct([.. method.TypeParameters]);
        var extra = constructed.Parameters.Length - method.Parameters.Length;
        if (extra is not (0 or 1) || !method.Parameters.Zip(constructed.Parameters, Takes).All(takes => takes))
            return null;

        if (extra == 1 && !(constructed.Parameters[constructed.Parameters.Length - 1] is { RefKind: RefKind.None, Type: INamedTypeSymbol last } && last.Is("System.Exception")))
            return null;

        if (SymbolEqualityComparer.Default.Equals(constructed.ReturnType, method.ReturnType))
            return (extra == 1, true);

        var result = ReturnShapes.Of(method) == ReturnShape.TaskOfResult ? ReturnShapes.Result(method) : null;
        return (result is null ? constructed.ReturnsVoid : SymbolEqualityComparer.Default.Equals(constructed.ReturnType, result)) ? (extra == 1, false) : null;
    }

    private static bool Takes(IParameterSymbol wanted, IParameterSymbol given) =>
        given.RefKind == RefKind.None
        && SymbolEqualityComparer.Default.Equals(wanted.Type, given.Type)
        && !(wanted.NullableAnnotation == NullableAnnotation.Annotated && given.OriginalDefinition.NullableAnnotation == NullableAnnotation.NotAnnotated && !given.Type.IsValueType);

    private static string TypeArguments(IMethodSymbol method, IMethodSymbol candidate) =>
        candidate.Arity == 0 ? "" : "<" + string.Join(", ", method.TypeParameters.Select(parameter => PartialMethodReader.Escape(parameter.Name))) + ">";

    private static string Wanted(IMethodSymbol method, string name)
    {
        var type = method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        var parameters = method.Parameters.Select(parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + " " + parameter.Name);
        var arity = method.Arity == 0 ? "" : "<" + string.Join(", ", method.TypeParameters.Select(parameter => parameter.Name)) + ">";
        return (method.IsStatic ? "static " : "") + type + " " + name + arity + "(" + string.Join(", ", parameters) + ")"
            + string.Concat(method.TypeParameters.Select(parameter =>
                PartialMethodReader.Constraints(parameter, parameter.Name, static type => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat))));
    }
}

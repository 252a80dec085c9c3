using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>Reads <c>Good = nameof(IsGood)</c>: the method that tells good results from bad ones.</summary>
public static class GoodReader
{
    private const string Property = "Good";
    private const string HttpContext = "Microsoft.AspNetCore.Http.HttpContext";

    /// <summary>The method as source, or null when there is none or it cannot be meant.</summary>
    /// <param name="target">What carries the <c>[Slo]</c>.</param>
    /// <param name="slo">The <c>[Slo]</c>.</param>
    /// <param name="reach">Its layer.</param>
    /// <param name="report">Receives the problem.</param>
    public static string? Read(ISymbol target, AttributeData slo, Reach reach, Action<DeclarationProblem>? report = null)
    {
        if (slo.Text(Property) is not { } name || !reach.IsCounted)
            return null;

        if (!IsJudged(target, reach))
        {
            report?.Invoke(new(ProblemKind.GoodWithoutResult, slo, Property, name));
            return null;
        }

        var owner = target as INamedTypeSymbol ?? target.ContainingType;
        foreach (var member in owner.GetMembers(name))
        {
            if (member is IMethodSymbol judge && CanJudge(judge, target, reach))
                return (reach.IsMethod ? "" : owner.ToDisplayString(SymbolFormats.Source) + ".") + name;
        }

        report?.Invoke(new(ProblemKind.GoodNotFound, slo, Property, name, Signature(target, reach, name)));
        return null;
    }

    /// <summary>Whether a judge is named that cannot be meant.</summary>
    /// <param name="target">What carries the <c>[Slo]</c>.</param>
    /// <param name="slo">The <c>[Slo]</c>.</param>
    /// <param name="reach">Its layer.</param>
    public static bool IsBroken(ISymbol target, AttributeData slo, Reach reach) => slo.Text(Property) is not null && Read(target, slo, reach) is null;

    /// <summary>Whether a layer sees what comes out: the edge sees the response, a body or a decorator the result.</summary>
    private static bool IsJudged(ISymbol target, Reach reach) =>
        reach.IsEndpoint || (reach.Kind is ReachKind.Method or ReachKind.Decorator && target is IMethodSymbol method && ReturnShapes.Result(method) is not null);

    private static bool CanJudge(IMethodSymbol judge, ISymbol target, Reach reach)
    {
        if (judge is not { IsStatic: true, Arity: 0, ReturnType.SpecialType: SpecialType.System_Boolean, Parameters: [{ RefKind: RefKind.None, Type: var given }] })
            return false;

        if (!reach.IsMethod && judge.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
            return false;

        return reach.IsEndpoint
            ? given is INamedTypeSymbol type && type.Is(HttpContext)
            : target is IMethodSymbol method && ReturnShapes.Result(method) is { } result && Takes(given, result);
    }

    /// <summary>The type itself, a base of it or an interface that it implements: what a delegate of the result can be made
    /// of.</summary>
    private static bool Takes(ITypeSymbol given, ITypeSymbol result)
    {
        if (SymbolEqualityComparer.Default.Equals(given, result))
            return true;

        if (result.IsValueType)
            return false;

        for (var self = result.BaseType; self is not null; self = self.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(given, self))
                return true;
        }

        return result.AllInterfaces.Contains(given, SymbolEqualityComparer.Default);
    }

    private static string Signature(ISymbol target, Reach reach, string name)
    {
        var type = reach.IsEndpoint
            ? "HttpContext context"
            : ReturnShapes.Result((IMethodSymbol)target)!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + " result";
        return (reach.IsMethod ? "static bool " : "internal static bool ") + name + "(" + type + ")";
    }
}

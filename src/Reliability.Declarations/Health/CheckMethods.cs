using Microsoft.CodeAnalysis;

namespace Reliability.Declarations.Health;

/// <summary>Tells which methods can be health checks, and how they are called.</summary>
public static class CheckMethods
{
    private const string Obsolete = "System.ObsoleteAttribute";

    private static readonly string[] s_tasks = ["System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask"];
    private static readonly string[] s_tasksOfResult = ["System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask`1"];

    /// <summary>Why a method cannot be a health check, or null.</summary>
    /// <param name="method">The method.</param>
    /// <param name="detail">What stands in the way, as people read it.</param>
    public static ProblemKind? Problem(IMethodSymbol method, out string detail)
    {
        detail = method.Name;
        if (method is not { MethodKind: MethodKind.Ordinary, ContainingType: { } owner })
            return ProblemKind.CheckHasNoName;

        if (!Answers(method))
        {
            detail = method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            return ProblemKind.CheckReturnsOther;
        }

        if (!TakesNothingElse(method))
            return ProblemKind.CheckTakesOther;

        if (Generic(method) is { } generic)
        {
            detail = generic.Name;
            return ProblemKind.HealthOfGeneric;
        }

        if (HasNoObject(method, owner))
        {
            detail = owner.Name;
            return ProblemKind.CheckOwnerHasNoObject;
        }

        if (HealthAccess.Closed(method) is { } closed)
        {
            detail = closed.Name;
            return ProblemKind.HealthNotAccessible;
        }

        return null;
    }

    /// <summary>The name of a method that emitted code could see if only the method were more open, or null.</summary>
    internal static string? Openable(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Ordinary && HealthAccess.Closed(method.ContainingType) is null && HealthAccess.Closed(method) is not null ? method.Name : null;

    /// <summary>How a method that has no problem is called.</summary>
    /// <param name="method">The method.</param>
    public static CheckMethod Of(IMethodSymbol method) => new(
        method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
        PartialMethodReader.Escape(method.Name),
        method.IsStatic,
        method.Parameters.Length == 1,
        SelfAndOuter(method).Any(symbol => symbol.Find(Obsolete) is not null));

    /// <summary>The generic type or method around or at a method, or null.</summary>
    internal static ISymbol? Generic(ISymbol symbol) =>
        SelfAndOuter(symbol).FirstOrDefault(self => self is IMethodSymbol { Arity: > 0 } or INamedTypeSymbol { Arity: > 0 });

    /// <summary>A symbol and the types around it.</summary>
    internal static IEnumerable<ISymbol> SelfAndOuter(ISymbol symbol)
    {
        for (var self = symbol; self is not null; self = self.ContainingType)
            yield return self;
    }

    private static bool Answers(IMethodSymbol method) => !method.ReturnsByRef && !method.ReturnsByRefReadonly
        && (IsAnswer(method.ReturnType)
            || (method.ReturnType is INamedTypeSymbol type
                && (s_tasks.Any(name => type.Is(name)) || (s_tasksOfResult.Any(name => type.Is(name)) && IsAnswer(type.TypeArguments[0])))));

    private static bool IsAnswer(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean || (type is INamedTypeSymbol named && named.Is(TypeNames.HealthCheckResult));

    private static bool TakesNothingElse(IMethodSymbol method) =>
        method.Parameters.Length == 0 || (method.Parameters.Length == 1 && PartialMethodReader.IsCancellationToken(method.Parameters[0]));

    /// <summary>An interface may be what the container knows; an abstract class has heirs, and which of them is meant nobody says.</summary>
    private static bool HasNoObject(IMethodSymbol method, INamedTypeSymbol owner) => method.IsStatic
        ? method.IsAbstract || method.IsVirtual
        : owner.IsValueType || (owner.IsAbstract && owner.TypeKind != TypeKind.Interface);
}

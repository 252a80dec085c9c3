using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>Tells what makes a method measurable, where the result compiles.</summary>
internal static class PartialFixes
{
    /// <summary>The method becomes the declaration, its body the core.</summary>
    public const string Split = "Split";

    /// <summary>A core is added.</summary>
    public const string AddCore = "AddCore";

    /// <summary>The types around the method become partial.</summary>
    public const string OpenOwners = "OpenOwners";

    /// <summary>The fix, or null.</summary>
    public static string? Of(ISymbol target, Reach reach)
    {
        if (target is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method || IsInFileLocalType(method))
            return null;

        return reach.Kind switch
        {
            ReachKind.EndpointIfMapped or ReachKind.FilterIfEnqueued or ReachKind.NotPartial or ReachKind.PageHandler when CanSplit(method) => Split,
            ReachKind.NoRuntime when reach.Detail == Packages.Hangfire && CanSplit(method) => Split,
            ReachKind.NoCore when CanHaveCore(method) => AddCore,
            ReachKind.OwnerIsClosed => OpenOwners,
            _ => null,
        };
    }

    private static bool CanSplit(IMethodSymbol method) =>
        CanHaveCore(method)
        && method.DeclaringSyntaxReferences.Length == 1
        && method.DeclaringSyntaxReferences[0].GetSyntax() is MethodDeclarationSyntax { ContainsDiagnostics: false } syntax
        && (syntax.Body is not null || syntax.ExpressionBody is not null)
        && !syntax.ContainsDirectives
        && ReturnShapes.IsSupported(method);

    /// <summary>A core is an ordinary method: it cannot take the constraints that an override inherits, nor a name that is
    /// taken. A variable argument list cannot be handed on.</summary>
    private static bool CanHaveCore(IMethodSymbol method) =>
        !method.IsVararg
        && !(method.IsOverride && method.Arity > 0)
        && !HasMember(method.ContainingType, CoreMethods.Name(method));

    private static bool HasMember(INamedTypeSymbol type, string name)
    {
        foreach (var self in type.SelfAndBases())
        {
            if (!self.GetMembers(name).IsEmpty)
                return true;
        }

        return false;
    }

    private static bool IsInFileLocalType(IMethodSymbol method)
    {
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal)
                return true;
        }

        return false;
    }
}

using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>Finds methods that nothing outside of themselves names and that nobody else can call.</summary>
internal static class UncalledMethods
{
    private const string InternalsVisibleTo = "System.Runtime.CompilerServices.InternalsVisibleToAttribute";

    public static bool Contains(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        method is { MethodKind: MethodKind.Ordinary, IsOverride: false, IsVirtual: false, Name: not "Main", ContainingType.TypeKind: not TypeKind.Interface }
        && IsOwn(method, compilation)
        && !HasAttributesOfOthers(method)
        && !SpokenNames.IsNamedOutside(method, Code(method), compilation, cancellationToken);

    private static bool IsOwn(IMethodSymbol method, Compilation compilation) => method.DeclaredAccessibility switch
    {
        Accessibility.Private => true,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => compilation.Assembly.Find(InternalsVisibleTo) is null,
        _ => false,
    };

    /// <summary>An attribute may be what a framework finds the method by.</summary>
    private static bool HasAttributesOfOthers(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            // Emitted halves carry attributes of the compiler's.
            if (attribute.AttributeClass is { ContainingNamespace: var space } && attribute.ApplicationSyntaxReference is { } place
                && !SpokenNames.IsEmitted(place.SyntaxTree)
                && space is not { Name: "Reliability", ContainingNamespace.IsGlobalNamespace: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The method and its core: who calls itself is not called yet.</summary>
    private static List<SyntaxReference> Code(IMethodSymbol method)
    {
        var code = new List<SyntaxReference>(method.DeclaringSyntaxReferences);
        if (CoreMethods.Find(method) is { } core)
            code.AddRange(core.DeclaringSyntaxReferences);

        return code;
    }
}

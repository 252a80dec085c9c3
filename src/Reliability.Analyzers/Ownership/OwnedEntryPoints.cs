using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Ownership;

/// <summary>Finds the entry points of a type and whether each has an owner.</summary>
/// <param name="hostedService"><c>IHostedService</c>, or null where nothing is hosted.</param>
internal sealed class OwnedEntryPoints(INamedTypeSymbol? hostedService)
{
    /// <summary>Whether a type has an entry point that nobody owns below the assembly.</summary>
    public bool HasUnowned(INamedTypeSymbol type)
    {
        if (type.IsImplicitlyDeclared || ServiceReader.NearestOwner(type) is not null)
            return false;

        if (SloDeclaration.IsOn(type))
            return true;

        var isEntryType = IsEntryType(type);
        var ownedEntries = 0;
        foreach (var member in type.GetMembers())
        {
            if (member is not IMethodSymbol method)
                continue;

            var isEntry = (isEntryType && IsEntry(method)) || SloDeclaration.IsOn(method);
            if (isEntry && ServiceReader.Owner(method) is null)
                return true;

            ownedEntries += isEntry ? 1 : 0;
        }

        // An entry type whose entry points are all inherited is unowned as a whole.
        return isEntryType && ownedEntries == 0;
    }

    private bool IsEntryType(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false }
        && (EndpointShapes.IsController(type) || EndpointShapes.IsGrpcService(type) || IsHosted(type));

    private bool IsEntry(IMethodSymbol method) =>
        EndpointShapes.IsAction(method)
        || EndpointShapes.IsGrpcMethod(method)
        || (method.Name is "ExecuteAsync" or "StartAsync" && IsHosted(method.ContainingType));

    private bool IsHosted(INamedTypeSymbol type)
    {
        if (hostedService is null)
            return false;

        foreach (var implemented in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(implemented, hostedService))
                return true;
        }

        return false;
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Ownership;

/// <summary>REL0101: an entry point that no <c>[Owner]</c> covers: a controller, a gRPC service, a hosted service, an
/// operation with an <c>[Slo]</c>.</summary>
/// <remarks>
/// Reports only in an assembly that declares <c>[assembly: Service]</c>, once per type, or at the <c>[Slo]</c> of a lambda or
/// local function. Silent when the member, the type, an outer type or the assembly has an owner, when every entry point of
/// the type has one of its own, and for abstract types, which nobody calls as such. It matters because an alert without
/// an owner pages nobody.
/// </remarks>
internal sealed class EntryPointHasNoOwnerRule() : Rule(
    "REL0101", "Entry point has no owner", Categories.Ownership, DiagnosticSeverity.Warning,
    "Nobody owns '{0}': when it breaks, no team is paged; put [Owner(\"team\")] on it or on the assembly",
    "An assembly that declares [assembly: Service] is operated; what the outside world calls in it needs a team that answers for it.")
{
    /// <summary>The owner goes on the type.</summary>
    internal const string OnType = "Type";

    /// <summary>The owner goes on the assembly: there is no type to put it on.</summary>
    internal const string OnAssembly = "Assembly";

    public override ProjectShapes Shapes => ProjectShapes.Production | ProjectShapes.Test;

    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.Owner) is null)
            return;

        var context = start.Compilation;
        var assembly = context.Compilation.Assembly;
        if (assembly.Find(TypeNames.Service) is null || ServiceReader.Owner(assembly) is not null)
            return;

        // The assembly cannot have a second [Owner] beside one without a team.
        var onAssembly = assembly.Find(TypeNames.Owner) is null ? Fix(OnAssembly) : DiagnosticProperties.None;
        var entryPoints = new OwnedEntryPoints(start.Knowledge.Core.HostedService);
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (entryPoints.HasUnowned(type) && !IsReported(type.ContainingType, entryPoints))
                    symbol.ReportDiagnostic(Diagnostic.Create(Descriptor, type.Locations[0], Fix(OnType), type.Name));
            },
            SymbolKind.NamedType);
        SloDeclaration.OnEach(context, (declaration, node) =>
        {
            if (declaration.Target is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } local
                && ServiceReader.NearestOwner(local) is null
                && !IsReported(local.ContainingType, entryPoints))
            {
                var name = OperationNames.Of(local, declaration.Node, declaration.Slo);
                node.ReportDiagnostic(Diagnostic.Create(Descriptor, declaration.Location, onAssembly, name));
            }
        });
    }

    /// <summary>Whether a type or one around it is reported: an owner there is an owner here.</summary>
    private static bool IsReported(INamedTypeSymbol? innermost, OwnedEntryPoints entryPoints)
    {
        for (var type = innermost; type is not null; type = type.ContainingType)
        {
            if (entryPoints.HasUnowned(type))
                return true;
        }

        return false;
    }

    private static ImmutableDictionary<string, string?> Fix(string place) => DiagnosticProperties.With(place);
}

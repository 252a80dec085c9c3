using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>REL0204: an operation that the program never maps, registers or calls: its counters stay at zero, and zero failures
/// look like a kept promise.</summary>
/// <remarks>
/// Reports, in programs that do their setup themselves: controllers and Razor pages where nothing maps them, gRPC services and
/// hubs that no <c>Map…</c> call is given, consumers that the bus is not given, consumers and jobs where nobody calls
/// <c>UseReliability()</c>, interfaces that are not registered or in front
/// of which nobody puts the decorators; and everywhere private and internal methods that nothing names. Silent where setup is
/// done by code that cannot be seen or by searching assemblies, where a name occurs in a string, on public methods, on what
/// implements, overrides or carries attributes of others, and on internal methods that other assemblies see. Local functions
/// are the compiler's (CS8321).
/// </remarks>
internal sealed class NeverStartedRule() : Rule(
    "REL0204", "Operation declared and never mapped, registered or called", Categories.Measurement, DiagnosticSeverity.Warning,
    "{0}",
    "A promise about something that never runs shows no failures, so it looks kept.")
{
    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.ServiceLevel) is null)
            return;

        var wiring = new Wiring(start.Knowledge);
        SloDeclaration.OnEach(start.Compilation, (declaration, node) =>
        {
            if (Why(declaration, wiring, node.Compilation, node.CancellationToken) is { } text
                && !OnPurpose.IsSaid(declaration.Location, Descriptor.Id, declaration.Target, node.CancellationToken))
            {
                node.ReportDiagnostic(Diagnostic.Create(Descriptor, declaration.Location, text));
            }
        });
    }

    private static string? Why(SloDeclaration declaration, Wiring wiring, Compilation compilation, CancellationToken cancellationToken)
    {
        var reach = ReachReader.Of(declaration.Target, compilation);
        var type = declaration.Target as INamedTypeSymbol ?? declaration.Target.ContainingType;
        return reach.Kind switch
        {
            ReachKind.Endpoint => Endpoint(type, wiring, cancellationToken),
            ReachKind.Filter => Filter(type, reach.Detail, wiring, cancellationToken),
            ReachKind.FilterIfEnqueued => Unfiltered(type, Packages.Hangfire, wiring, cancellationToken),
            ReachKind.Decorator => Interface(type, wiring, cancellationToken),
            ReachKind.Method or ReachKind.Explicit when declaration.Target is IMethodSymbol method && UncalledMethods.Contains(method, compilation, cancellationToken) =>
                "Nothing calls '" + method.Name + "', so it has no events and its promise looks kept; call it, or take it away",
            _ => null,
        };
    }

    private static string? Endpoint(INamedTypeSymbol type, Wiring wiring, CancellationToken cancellationToken)
    {
        if (EndpointShapes.IsGrpcService(type))
            return wiring.NeverMapsService(type, cancellationToken) ? Never(type, "maps", "app.MapGrpcService<" + type.Name + ">()") : null;

        if (EndpointShapes.IsPageModel(type))
            return wiring.MapsNoPages(cancellationToken) ? Never(type, "maps", "app.MapRazorPages()") : null;

        return wiring.MapsNoControllers(cancellationToken) ? Never(type, "maps", "app.MapControllers()") : null;
    }

    private static string? Filter(INamedTypeSymbol type, string package, Wiring wiring, CancellationToken cancellationToken)
    {
        if (FrameworkShapes.IsHub(type))
            return wiring.NeverMapsHub(type, cancellationToken) ? Never(type, "maps", "app.MapHub<" + type.Name + ">(…)") : null;

        return FrameworkShapes.IsConsumer(type) && wiring.NeverAddsConsumer(type, cancellationToken)
            ? Never(type, "gives the bus", "x.AddConsumer<" + type.Name + ">()")
            : Unfiltered(type, package, wiring, cancellationToken);
    }

    private static string? Unfiltered(INamedTypeSymbol type, string package, Wiring wiring, CancellationToken cancellationToken) =>
        wiring.NeverFilters(package, cancellationToken)
            ? "Nothing counts what " + (package == Packages.MassTransit ? "the bus" : "Hangfire") + " calls of '" + type.Name
                + "', so its promise looks kept; where it is set up: " + (package == Packages.MassTransit ? "bus" : "hangfire") + ".UseReliability()"
            : null;

    private static string? Interface(INamedTypeSymbol type, Wiring wiring, CancellationToken cancellationToken) =>
        wiring.NeverRegisters(type, cancellationToken) ? Never(type, "registers", "services.AddScoped<" + type.Name + ", …>()")
        : wiring.NeverDecorates(type, cancellationToken) ? "No decorator stands in front of '" + type.Name
            + "', so its events are never counted; behind all registrations: services.AddOperationDecorators()"
        : null;

    private static string Never(INamedTypeSymbol type, string verb, string cure) =>
        "Nothing " + verb + " '" + type.Name + "', so it has no events and its promise looks kept; add " + cure;
}

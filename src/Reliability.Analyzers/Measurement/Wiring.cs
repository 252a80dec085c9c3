using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>Tells whether a program starts what carries an <c>[Slo]</c>. Each answer needs evidence that the program does its
/// setup itself; what may be found by reflection, or set up by code that cannot be seen, is taken for started.</summary>
/// <param name="knowledge">What is known of the compilation.</param>
internal sealed class Wiring(Knowledge knowledge)
{
    private static readonly string[] s_app = ["WebApplication", "IApplicationBuilder", "IEndpointRouteBuilder"];
    private static readonly string[] s_appTypes = ["Microsoft.AspNetCore.Builder.IApplicationBuilder", "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder"];
    private static readonly string[] s_controllers =
    [
        "MapControllers", "MapControllerRoute", "MapDefaultControllerRoute", "MapAreaControllerRoute", "MapFallbackToController",
        "MapFallbackToAreaController", "MapDynamicControllerRoute", "UseMvc", "UseMvcWithDefaultRoute",
    ];

    private static readonly string[] s_pages =
        ["MapRazorPages", "MapFallbackToPage", "MapFallbackToAreaPage", "MapDynamicPageRoute", "UseMvc", "UseMvcWithDefaultRoute"];

    private static readonly string[] s_bus = ["AddMassTransit", "AddMediator", "CreateUsingRabbitMq", "CreateUsingInMemory", "CreateUsingAzureServiceBus", "CreateMediator"];
    private static readonly string[] s_busTypes = ["MassTransit.IRegistrationConfigurator", "MassTransit.IBusFactoryConfigurator", "MassTransit.IReceiveEndpointConfigurator"];
    private static readonly string[] s_jobs = ["AddHangfire", "AddHangfireServer", "UseHangfireServer", "BackgroundJobServer", "GlobalConfiguration"];
    private static readonly string[] s_jobTypes = ["Hangfire.IGlobalConfiguration"];
    private static readonly string[] s_services = ["AddSingleton", "AddScoped", "AddTransient", "TryAddSingleton", "TryAddScoped", "TryAddTransient", "AddKeyedSingleton", "AddKeyedScoped", "AddKeyedTransient"];
    private static readonly string[] s_serviceTypes = ["Microsoft.Extensions.DependencyInjection.IServiceCollection", "Microsoft.Extensions.Hosting.IHostApplicationBuilder"];

    // Whoever searches assemblies finds what nobody names.
    private static readonly string[] s_scans =
    [
        "GetTypes", "GetExportedTypes", "DefinedTypes", "ExportedTypes", "GetAssemblies", "GetExecutingAssembly", "GetEntryAssembly", "GetCallingAssembly",
        "Scan", "AddClasses", "AddConsumers", "AddConsumersFromNamespaceContaining", "AddConsumersFromContainingNamespace", "RegisterAssemblyTypes",
        "RegisterAssemblyModules", "AsImplementedInterfaces", "ContainerBuilder", "UseServiceProviderFactory", "ConfigureContainer",
    ];

    private readonly ForeignSetup _foreign = new(knowledge.Compilation);

    private Compilation Compilation => knowledge.Compilation;

    /// <summary>Whether a program maps no controllers.</summary>
    public bool MapsNoControllers(CancellationToken cancellationToken) =>
        BuildsApp(cancellationToken) && !Speaks(s_controllers, cancellationToken) && !_foreign.Takes(s_appTypes, "Microsoft.AspNetCore.Mvc.Core", cancellationToken);

    /// <summary>Whether a program maps no Razor pages.</summary>
    public bool MapsNoPages(CancellationToken cancellationToken) =>
        BuildsApp(cancellationToken) && !Speaks(s_pages, cancellationToken) && !_foreign.Takes(s_appTypes, "Microsoft.AspNetCore.Mvc.RazorPages", cancellationToken);

    /// <summary>Whether a program never maps a gRPC service.</summary>
    public bool NeverMapsService(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        BuildsApp(cancellationToken) && IsNeverGiven(type, "MapGrpcService", IsRegistration, cancellationToken)
        && !_foreign.Takes(s_appTypes, "Grpc.AspNetCore.Server", cancellationToken);

    /// <summary>Whether a program never maps a hub.</summary>
    public bool NeverMapsHub(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        BuildsApp(cancellationToken) && IsNeverGiven(type, "MapHub", IsRegistration, cancellationToken)
        && !_foreign.Takes(s_appTypes, "Microsoft.AspNetCore.SignalR", cancellationToken);

    /// <summary>Whether a program never gives a consumer to the bus that it sets up.</summary>
    public bool NeverAddsConsumer(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        IsProgram && Speaks(s_bus, cancellationToken) && !Speaks(s_scans, cancellationToken)
        && IsNeverGiven(type, "AddConsumer", IsQuestion, cancellationToken)
        && !_foreign.Takes(s_busTypes, assembly: null, cancellationToken);

    /// <summary>Whether a program sets up a framework that calls, and never gives it the filter that counts.</summary>
    public bool NeverFilters(string package, CancellationToken cancellationToken) => package switch
    {
        Packages.MassTransit => NeverFilters(s_bus, s_busTypes, package, cancellationToken),
        Packages.Hangfire => NeverFilters(s_jobs, s_jobTypes, package, cancellationToken),
        _ => false,
    };

    /// <summary>Whether a program never registers an interface that classes of it implement.</summary>
    public bool NeverRegisters(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        RegistersServices(type, cancellationToken) && !Speaks(s_scans, cancellationToken)
        && !SpokenNames.IsGiven(type, Compilation, "AddScoped", IsQuestion, cancellationToken)
        && !_foreign.Takes(s_serviceTypes, assembly: null, cancellationToken);

    /// <summary>Whether a program registers services, but never puts the decorators in front of them.</summary>
    public bool NeverDecorates(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        RegistersServices(type, cancellationToken) && !Speaks(["AddOperationDecorators"], cancellationToken)
        && SpokenNames.IsGiven(type, Compilation, "AddScoped", IsQuestion, cancellationToken)
        && !_foreign.Takes(s_serviceTypes, Packages.Runtime, cancellationToken);

    private bool NeverFilters(string[] setup, string[] types, string package, CancellationToken cancellationToken) =>
        IsProgram && Speaks(setup, cancellationToken) && !Speaks(["UseReliability"], cancellationToken) && !_foreign.Takes(types, package, cancellationToken);

    private bool IsProgram => knowledge.Shape != ProjectShapes.Library;

    private bool BuildsApp(CancellationToken cancellationToken) => IsProgram && Speaks(s_app, cancellationToken);

    private bool RegistersServices(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        IsProgram && Speaks(s_services, cancellationToken)
        && knowledge.Methods.ClassesFrom(type).Any(self => self.DeclaringSyntaxReferences.Any(reference => !SpokenNames.IsEmitted(reference.SyntaxTree)));

    private bool Speaks(IReadOnlyList<string> names, CancellationToken cancellationToken) => SpokenNames.Any(Compilation, names, cancellationToken);

    /// <summary>Neither the class nor one that derives from it. An abstract class that nothing derives from is for others.</summary>
    private bool IsNeverGiven(INamedTypeSymbol type, string by, Func<string, bool> isOther, CancellationToken cancellationToken)
    {
        var derived = knowledge.Methods.ClassesFrom(type);
        return !(type.IsAbstract && derived.Count == 0)
            && !SpokenNames.IsGiven(type, Compilation, by, isOther, cancellationToken)
            && !derived.Any(self => SpokenNames.IsGiven(self, Compilation, by, isOther, cancellationToken));
    }

    /// <summary>Registering or asking for a class maps nothing.</summary>
    private static bool IsRegistration(string call) =>
        IsQuestion(call) || call == "new" || call.StartsWith("Add", StringComparison.Ordinal) || call.StartsWith("TryAdd", StringComparison.Ordinal);

    private static bool IsQuestion(string call) =>
        call.StartsWith("Get", StringComparison.Ordinal) || call.StartsWith("CreateLogger", StringComparison.Ordinal);
}

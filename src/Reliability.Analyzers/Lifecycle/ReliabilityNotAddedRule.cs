using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Measurement;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0908: <c>MapReliability()</c> in a program that never calls <c>AddReliability()</c>, <c>AddReliability()</c> behind
/// <c>Build()</c>, and, as a suggestion, <c>AddReliability()</c> in a web program that maps no probe.</summary>
/// <remarks>
/// Silent in libraries, where the host is not built in this compilation, and where code that cannot be seen is handed the builder (or, for
/// the probes, the application) or makes it, and may do what is missing. It matters because the first two throw only when the program starts, and the
/// third is noticed when the platform finds no probe.
/// </remarks>
internal sealed class ReliabilityNotAddedRule() : Rule(
    "REL0908", "MapReliability and AddReliability do not meet", Categories.Lifecycle, DiagnosticSeverity.Warning,
    "{0}",
    "One of the two is nothing without the other, and only the start of the program tells.")
{
    /// <summary>The builder calls AddReliability() as soon as it is there.</summary>
    internal const string Add = "Add";

    /// <summary>The call goes in front of Build().</summary>
    internal const string Move = "Move";

    /// <summary>The application maps the probes.</summary>
    internal const string Map = "Map";

    private const string OurAssembly = "Reliability.AspNetCore";
    private const string AddName = "AddReliability";
    private const string MapName = "MapReliability";

    private static readonly string[] s_builders = ["CreateBuilder", "CreateSlimBuilder", "CreateEmptyBuilder", "CreateApplicationBuilder", "CreateDefaultBuilder"];
    private static readonly string[] s_probes = [MapName, "MapHealthChecks", "UseHealthChecks"];
    private static readonly string[] s_builderTypes = ["Microsoft.Extensions.Hosting.IHostApplicationBuilder"];

    // Handed to everybody, so only those count that could know us.
    private static readonly string[] s_serviceTypes =
    [
        "Microsoft.Extensions.DependencyInjection.IServiceCollection", "Microsoft.Extensions.Hosting.IHostBuilder", "Microsoft.AspNetCore.Hosting.IWebHostBuilder",
    ];
    private static readonly string[] s_appTypes =
        ["Microsoft.AspNetCore.Builder.IApplicationBuilder", "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder", "Microsoft.Extensions.Hosting.IHost"];

    // They do not know us.
    private static readonly string[] s_known =
    [
        "Microsoft.", "System.", "Reliability", "Aspire.", "Grpc.", "MassTransit", "Hangfire", "Quartz", "OpenTelemetry", "Serilog", "NLog", "Swashbuckle.", "NSwag.",
        "Scalar.", "Polly", "Npgsql", "StackExchange.", "MongoDB.", "Azure.", "AWSSDK.", "FluentValidation", "Prometheus.", "HealthChecks.",
    ];

    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Tool;

    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        if (start.Type("Microsoft.AspNetCore.Builder.ReliabilityEndpointExtensions") is null)
            return;

        var foreign = new ForeignSetup(start.Knowledge.Compilation, s_known);
        start.OnCall((site, call) => CheckMap(site, call, foreign), MapName);
        start.OnCall((site, call) => CheckAdd(site, call, foreign), AddName);
    }

    private static void CheckMap(Site site, IInvocationOperation call, ForeignSetup foreign)
    {
        if (!IsOurs(call.TargetMethod)
            || SpokenNames.Any(site.Knowledge.Compilation, [AddName], site.Cancelled)
            || !SpokenNames.Any(site.Knowledge.Compilation, s_builders, site.Cancelled)
            || foreign.Takes(s_builderTypes, assembly: null, site.Cancelled, made: s_appTypes)
            || foreign.Takes(s_serviceTypes, OurAssembly, site.Cancelled))
        {
            return;
        }

        site.Report(
            CalledName.Of(call),
            HostCode.Creation(call.Syntax.SyntaxTree.GetRoot(site.Cancelled)) is { } creation && HostCode.Calls(creation, AddName, site.Model) ? DiagnosticProperties.With(Add) : DiagnosticProperties.None,
            "The program does not start: MapReliability() throws, for nothing calls builder.AddReliability() before builder.Build(), or services.AddReliability() in a Startup");
    }

    private static void CheckAdd(Site site, IInvocationOperation call, ForeignSetup foreign)
    {
        if (!IsOurs(call.TargetMethod) || HostCode.BuilderOf(call) is not { } builder)
            return;

        if (HostCode.BuildBefore(call, builder) is { } build)
        {
            site.Report(
                CalledName.Of(call),
                call.Parent is IExpressionStatementOperation && HostCode.AreBeside(build, call.Syntax) && HostCode.CanGoBefore(call, build) ? DiagnosticProperties.With(Move) : DiagnosticProperties.None,
                "AddReliability() comes too late and throws: Build() has closed the services; call it before");
        }
        else if (builder.Type?.Name == "WebApplicationBuilder"
            && SpokenNames.Any(site.Knowledge.Compilation, s_builders, site.Cancelled)
            && !SpokenNames.Any(site.Knowledge.Compilation, s_probes, site.Cancelled)
            && !foreign.Takes(s_appTypes, assembly: null, site.Cancelled))
        {
            site.Report(
                CalledName.Of(call).GetLocation(),
                DiagnosticSeverity.Info,
                HostCode.Build(call.Syntax.SyntaxTree.GetRoot(site.Cancelled)) is { } app && HostCode.Calls(app, MapName, site.Model) ? DiagnosticProperties.With(Map) : DiagnosticProperties.None,
                "No probe is answered: nothing calls app.MapReliability(), so the platform cannot tell whether this service is ready or alive");
        }
    }

    private static bool IsOurs(IMethodSymbol method) => method.ContainingAssembly?.Name is OurAssembly or "Reliability.Hosting";
}

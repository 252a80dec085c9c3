using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Lifecycle.Health;
using Reliability.Analyzers.Measurement;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0907: an endpoint for the health checks with a tag that no check has; it runs none and answers 200 for ever.</summary>
/// <remarks>
/// Reports at the tag, in programs that register their checks where all of them can be seen, with tags that are constant. Silent in
/// libraries, whose users register more; where code that cannot be seen is handed the services or the builder, or makes them, and may register some;
/// where anything else than tags and names decides; and where no check at all is asked for on purpose (<c>_ => false</c>). What
/// <c>MapReliability()</c> maps is never empty.
/// </remarks>
internal sealed class EmptyHealthGroupRule() : Rule(
    "REL0907", "Health group without a check", Categories.Lifecycle, DiagnosticSeverity.Warning,
    "No health check is tagged '{0}', so {1} runs none and answers 200 for ever, whatever breaks{2}",
    "A probe that runs no check is always green: traffic goes where nothing works, and nobody is told.")
{
    /// <summary>The tag becomes the value.</summary>
    internal const string Replace = "Replace";

    private static readonly string[] s_takers =
    [
        "Microsoft.Extensions.DependencyInjection.IServiceCollection", "Microsoft.Extensions.DependencyInjection.IHealthChecksBuilder",
        "Microsoft.Extensions.Hosting.IHostApplicationBuilder", "Microsoft.Extensions.Hosting.IHostBuilder", "Microsoft.AspNetCore.Hosting.IWebHostBuilder",
    ];

    // What has been built has its checks.
    private static readonly string[] s_made =
    [
        "Microsoft.Extensions.Hosting.IHost", "Microsoft.AspNetCore.Hosting.IWebHost", "Microsoft.AspNetCore.Builder.IApplicationBuilder",
        "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder", "System.IServiceProvider",
    ];

    // They register no health checks, or only those that they are asked for.
    private static readonly string[] s_known =
    [
        "Microsoft.AspNetCore", "Microsoft.Extensions.", "Microsoft.EntityFrameworkCore", "Microsoft.Identity.Web", "Microsoft.OpenApi", "System.", "Reliability",
        "Grpc.", "OpenTelemetry", "Serilog", "NLog", "Swashbuckle.", "NSwag.", "Scalar.", "Polly", "Npgsql", "StackExchange.", "AutoMapper", "MediatR",
        "FluentValidation", "Prometheus.", "Hangfire", "HealthChecks.",
    ];

    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Tool;

    public override void Start(RuleStart start)
    {
        if (start.Type("Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions") is null)
            return;

        var registrations = HealthRegistrations.Of(start.Knowledge);
        var foreign = new ForeignSetup(start.Knowledge.Compilation, s_known);
        start.OnCall((site, call) => Check(site, call, registrations, foreign), HealthEndpoint.Calls);
    }

    private static void Check(Site site, IInvocationOperation call, HealthRegistrations registrations, ForeignSetup foreign)
    {
        if (HealthEndpoint.Of(call, site.Knowledge, site.Cancelled) is not { Predicate: { Tags.Count: > 0 } predicate } endpoint
            || !SpokenNames.Any(site.Knowledge.Compilation, ["AddHealthChecks"], site.Cancelled))
        {
            return;
        }

        var all = registrations.All(site.Cancelled);
        var missing = predicate.Tags.FirstOrDefault(tag => !all.Any(check => check.Tags?.Contains(tag.Text) != false));
        if (missing.Text is not { } group
            || all.Any(check => predicate.Selects(check) != false)
            || SpokenNames.Any(site.Knowledge.Compilation, ["HealthCheckServiceOptions"], site.Cancelled)
            || foreign.Takes(s_takers, assembly: null, site.Cancelled, s_made)
            || IsDeclaredElsewhere(site.Knowledge.Compilation))
        {
            return;
        }

        var tags = all.SelectMany(check => check.Tags!.Tags).Select(tag => tag.Text).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(tag => tag, StringComparer.Ordinal).ToList();
        var meant = tags.Where(tag => Distance.IsSmall(tag, group)).ToList();
        site.Report(
            missing.Place,
            meant is [var one] && missing.Place.IsKind(SyntaxKind.StringLiteralExpression) ? DiagnosticProperties.With(Replace, one) : DiagnosticProperties.None,
            group,
            endpoint.Path is { } path ? "'" + path + "'" : "this endpoint",
            tags.Count == 0 ? "; no check has a tag" : "; there are " + string.Join(", ", tags.Select(tag => "'" + tag + "'")));
    }

    /// <summary>Whether an assembly of the same house may declare checks by attributes.</summary>
    private static bool IsDeclaredElsewhere(Compilation compilation) => compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly =>
        !assembly.Name.StartsWith("Reliability", StringComparison.Ordinal)
        && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == "Reliability.Abstractions")));
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Lifecycle.Health;
using Reliability.Declarations;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0904: a liveness probe that asks a dependency: when that is down, every instance is restarted, again and again.</summary>
/// <remarks>
/// Reports a <c>[Liveness]</c> method that waits for a remote call, at most four calls away; a check of a dependency that is tagged
/// <c>live</c>; and an endpoint whose path says liveness and which certainly runs a check of a dependency that this compilation registers.
/// A dependency is what a package of Xabaril's checks, a <c>DbContext</c>, or what a check of this compilation asks by a remote call.
/// Silent where it cannot be told which checks an endpoint runs, on a group whose tag is reported at the check, and on calls that the
/// API table does not know.
/// </remarks>
internal sealed class LivenessAsksDependencyRule() : Rule(
    "REL0904", "Liveness asks a dependency", Categories.Lifecycle, DiagnosticSeverity.Warning,
    "{0} {1}; when that is down or slow, all instances are restarted again and again, and no restart mends it: {2}",
    "A liveness probe asks whether a restart would help; restarting all instances because a database is down makes an outage of a disturbance.")
{
    /// <summary>The text becomes the value.</summary>
    internal const string Replace = "Replace";

    /// <summary>The endpoint gets options.</summary>
    internal const string AddOptions = "AddOptions";

    private static readonly string[] s_live = ["live", "liveness", "livez", "alive"];

    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.Liveness) is not null)
            CarriedAttribute.OnEach(start.Compilation, [TypeNames.Liveness], (carried, node) => CheckMethod(carried, start.Knowledge, node.ReportDiagnostic, node.CancellationToken));

        if (start.Type("Microsoft.Extensions.DependencyInjection.IHealthChecksBuilder") is null)
            return;

        var registrations = HealthRegistrations.Of(start.Knowledge);
        start.On(OperationKind.Invocation, CheckRegistration);
        start.OnCall((site, call) => CheckEndpoint(site, call, registrations), HealthEndpoint.Calls);
    }

    private void CheckMethod(CarriedAttribute carried, Knowledge knowledge, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        if (carried.Target is IMethodSymbol method
            && CheckedDependency.Of(method, knowledge, cancellationToken) is { } dependency
            && !OnPurpose.IsSaid(carried.Location, Descriptor.Id, method, cancellationToken))
        {
            report(Diagnostic.Create(
                Descriptor, carried.Location, DiagnosticProperties.With(Replace, "Readiness"),
                "'" + method.Name + "'", "waits for " + dependency, "make it a [Readiness] check"));
        }
    }

    private static void CheckRegistration(Site site)
    {
        var call = (IInvocationOperation)site.Operation;
        if (!RegisteredCheck.IsAdding(call.TargetMethod, site.Knowledge)
            || RegisteredCheck.Of(call, site.Knowledge, site.Cancelled) is not { Dependency: { } dependency, Tags: { } tags })
        {
            return;
        }

        foreach (var (tag, place) in tags.Tags)
        {
            if (place is not null && s_live.Contains(tag, StringComparer.OrdinalIgnoreCase) && place.SyntaxTree == call.Syntax.SyntaxTree)
            {
                var isReady = tags.Contains("ready") || !place.IsKind(SyntaxKind.StringLiteralExpression);
                site.Report(
                    place,
                    isReady ? DiagnosticProperties.None : DiagnosticProperties.With(Replace, "\"ready\""),
                    "The check of",
                    dependency + " belongs to liveness",
                    "tag it 'ready'");
                return;
            }
        }
    }

    private static void CheckEndpoint(Site site, IInvocationOperation call, HealthRegistrations registrations)
    {
        if (HealthEndpoint.Of(call, site.Knowledge, site.Cancelled) is not { IsLiveness: true, Predicate: { } predicate } endpoint
            || predicate.Tags.Any(tag => s_live.Contains(tag.Text, StringComparer.OrdinalIgnoreCase)))
        {
            return;
        }

        var all = registrations.All(site.Cancelled);
        if (all.FirstOrDefault(check => check.Dependency is not null && predicate.Selects(check) == true) is not { Dependency: { } dependency })
            return;

        var live = all.SelectMany(check => check.Tags?.Tags ?? []).Select(tag => tag.Text).FirstOrDefault(tag => s_live.Contains(tag, StringComparer.OrdinalIgnoreCase));
        site.Report(
            endpoint.Place,
            endpoint.HasOptions ? DiagnosticProperties.None : DiagnosticProperties.With(AddOptions, live is null ? "_ => false" : "check => check.Tags.Contains(\"" + live + "\")"),
            "'" + endpoint.Path + "'",
            "runs the check of " + dependency,
            live is null ? "let it run none, with Predicate = _ => false" : "let it run only those that are tagged '" + live + "'");
    }
}

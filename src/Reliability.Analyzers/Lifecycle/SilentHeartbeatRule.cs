using System.Globalization;
using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;
using Reliability.Declarations.Health;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0910: a heartbeat that nothing beats: a hosted service counts as hung soon after the start, and the process is restarted
/// again and again; anything else is never watched.</summary>
/// <remarks>
/// Reports a <c>[Heartbeat]</c> whose <c>Heartbeats.X</c> nothing in the compilation speaks of, but to read its name or its limit. Silent on
/// every other use, for a heartbeat may be handed on to what beats it; on declarations that REL0909 reports; and without a runtime, where there
/// are no heartbeats. By text alone, file by file, because what it names is emitted.
/// </remarks>
internal sealed class SilentHeartbeatRule() : Rule(
    "REL0910", "Heartbeat never beats", Categories.Lifecycle, DiagnosticSeverity.Warning,
    "Nothing calls {0}.Beat() or {0}.Working(), so {1}; beat once in each round of the loop, or put the work of a consumer into using ({0}.Working())",
    "A loop that gives no sign of life cannot be told from one that hangs.")
{
    private const string HostedService = "Microsoft.Extensions.Hosting.IHostedService";

    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.Heartbeat) is null || start.Type(TypeNames.OperationSite) is null)
            return;

        var hosted = start.Type(HostedService);
        var index = HealthIndex.Lazily(start.Compilation.Compilation);
        HealthDeclaration.OnEach(start.Compilation, (declaration, node) =>
        {
            if (!HealthAttributes.IsHeartbeat(declaration.Data)
                || declaration.Target is not INamedTypeSymbol type
                || HeartbeatReader.Read(type, declaration.Data) is not { } heartbeat
                || HeartbeatUses.Any(heartbeat.Identifier, node.Compilation, node.CancellationToken)
                || index(node.CancellationToken).ClashOf(declaration.Syntax) is not null
                || OnPurpose.IsSaid(declaration.Location, Descriptor.Id, type, node.CancellationToken))
            {
                return;
            }

            node.ReportDiagnostic(Diagnostic.Create(
                Descriptor,
                declaration.Location,
                BeatPlace.Of(declaration.Syntax) is null ? DiagnosticProperties.None : DiagnosticProperties.With("Beat", heartbeat.Identifier),
                HeartbeatReader.Heartbeats + "." + heartbeat.Identifier,
                Consequence(type, hosted, heartbeat)));
        });
    }

    private static string Consequence(INamedTypeSymbol type, INamedTypeSymbol? hosted, HeartbeatDeclaration heartbeat) =>
        hosted is not null && !heartbeat.MayIdle && type.AllInterfaces.Contains(hosted, SymbolEqualityComparer.Default)
            ? "/alive fails " + heartbeat.MaxSilenceSeconds.ToString(CultureInfo.InvariantCulture) + " s after the start, and the process is restarted again and again"
            : "nothing watches '" + type.Name + "'";
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Timeouts;

/// <summary>REL0302: a timeout that is set to never, on a client or command that is then used without a token.</summary>
/// <remarks>
/// Reports <c>HttpClient.Timeout = Timeout.InfiniteTimeSpan</c> where the same client makes a call without a token;
/// <c>CommandTimeout = 0</c> of a command that is executed without one; 0 for Entity Framework and Dapper. Silent where the
/// calls pass tokens, where a handler may limit the time, for streams, migrations and statements that maintain a database.
/// What may hold a request, a message or a worker is a warning, the rest a suggestion: batches may take their time.
/// </remarks>
internal sealed class InfiniteTimeoutRule() : Rule(
    "REL0302", "Infinite timeout", Categories.Timeouts, DiagnosticSeverity.Warning,
    "Nothing ends {0} when the other side hangs, and what waits for it hangs as well: set a finite time, or pass a token that has one",
    "A third of the timeout bugs in servers are missing timeouts; one peer that neither answers nor closes then holds threads, connections and locks for ever.")
{
    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        var clients = start.Type("System.Net.Http.HttpClient") is { } client ? new UnlimitedClients(client, start.Knowledge) : null;
        var commands = new UnlimitedCommands(start.Knowledge);
        start.On(OperationKind.SimpleAssignment, site =>
        {
            if (site.Operation is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } target } assignment)
                return;

            if (name == "Timeout")
                clients?.Check(site, target, assignment.Value);
            else if (name == "CommandTimeout")
                commands.Check(site, target, assignment.Value);
        });
        start.OnCall(commands.CheckConfiguration, "SetCommandTimeout", "CommandTimeout");
        if (start.Type("Dapper.SqlMapper") is { } mapper)
        {
            start.OnCall(ApiTraits.Remote, (site, call, _) =>
            {
                if (CoreTypes.Same(call.TargetMethod.ContainingType, mapper))
                    commands.CheckQuery(site, call);
            });
        }
    }

    /// <summary>Reports a value, with a finite one as the fix.</summary>
    public static void Report(Site site, IOperation value, DiagnosticSeverity severity, string what, string finite) =>
        site.Report(value.Syntax.GetLocation(), severity, DiagnosticProperties.With("SetFinite", finite), what);

    /// <summary>A time as the code at a place can write it.</summary>
    public static string TimeSpanText(Site site, int seconds)
    {
        var isImported = site.Model.LookupNamespacesAndTypes(site.Operation.Syntax.SpanStart, name: "TimeSpan").Length > 0;
        return (isImported ? "" : "System.") + "TimeSpan.FromSeconds(" + seconds.ToString(System.Globalization.CultureInfo.InvariantCulture) + ")";
    }
}

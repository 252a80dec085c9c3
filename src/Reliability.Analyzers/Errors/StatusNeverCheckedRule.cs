using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Errors;

/// <summary>REL0606: the content of an HTTP response is read, and nobody asks whether the request succeeded.</summary>
/// <remarks>
/// Reports calls of <c>HttpClient</c> whose response is kept in a local of which only the content is used, or of which the
/// content is read at once. Silent where the response is handed on, where any member that tells of success is asked, where
/// what was read is asked for its members or given to a method of this assembly (services that say in the body what went
/// wrong), and where a message handler of this assembly turns failures into exceptions. <c>GetStringAsync</c>,
/// <c>GetFromJsonAsync</c> and their like check by themselves.
/// </remarks>
internal sealed class StatusNeverCheckedRule() : Rule(
    "REL0606", "HTTP status never checked", Categories.Errors, DiagnosticSeverity.Warning,
    "Nobody asks whether {0} succeeded: the body of a 404 or 503 is read as if it were the answer",
    "HttpClient throws when there is no answer, not when the answer is an error, so an outage of the other side turns into wrong or empty data here.")
{
    /// <summary>What the fix does.</summary>
    public const string Ensure = "EnsureSuccess";

    private static readonly string[] s_calls =
        ["GetAsync", "PostAsync", "PutAsync", "PatchAsync", "DeleteAsync", "SendAsync", "Send", "PostAsJsonAsync", "PutAsJsonAsync", "PatchAsJsonAsync"];

    public override void Start(RuleStart start)
    {
        if (start.Type("System.Net.Http.HttpClient") is not { } client || start.Type("System.Net.Http.HttpResponseMessage") is not { } response)
            return;

        var extensions = start.Type("System.Net.Http.Json.HttpClientJsonExtensions");
        var knowledge = start.Knowledge;
        var isCheckedByHandler = new Lazy<bool>(() => HandlerChecks(knowledge));
        start.OnCall(
            (site, call) =>
            {
                if (CoreTypes.Same(call.TargetMethod.ContainingType, client) || CoreTypes.Same(call.TargetMethod.ContainingType, extensions))
                    Check(site, call, response, isCheckedByHandler);
            },
            s_calls);
    }

    private static void Check(Site site, IInvocationOperation call, INamedTypeSymbol response, Lazy<bool> isCheckedByHandler)
    {
        var value = Response(call);
        if (!CoreTypes.Same(value.Type, response))
            return;

        var name = "";
        switch (value.User())
        {
            case IPropertyReferenceOperation { Property.Name: "Content" } content when Responses.IsRead(content, site.Knowledge):
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } when Responses.IsOnlyRead(local, value, site.Knowledge):
                name = local.Name;
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } when Responses.IsOnlyRead(local, value, site.Knowledge):
                name = local.Name;
                break;
            default:
                return;
        }

        if (!isCheckedByHandler.Value && !call.IsInTree(site.Knowledge))
            site.Report(call.Syntax, DiagnosticProperties.With(Ensure, name), "HttpClient." + call.TargetMethod.Name);
    }

    /// <summary>The response itself: what is awaited or waited for, or the value of a synchronous call.</summary>
    private static IOperation Response(IInvocationOperation call) =>
        (IOperation?)call.Await() ?? (call.User() as IPropertyReferenceOperation is { Property.Name: "Result" } result ? result : call);

    /// <summary>Whether a message handler of this assembly throws by itself: then its clients need not ask.</summary>
    private static bool HandlerChecks(Knowledge knowledge)
    {
        if (knowledge.Type("System.Net.Http.DelegatingHandler") is not { } handler)
            return false;

        foreach (var type in knowledge.Methods.ClassesFrom(handler))
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IMethodSymbol { Name: "SendAsync" or "Send", IsOverride: true } method
                    && knowledge.Methods.Of(method, CancellationToken.None) is { } facts
                    && (facts.Throws || facts.Calls.Any(call => call.Target.Name == "EnsureSuccessStatusCode")))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

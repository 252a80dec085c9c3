using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Retries;

/// <summary>Writes the statement that pauses a loop, as the function around it can: awaited or not, with the token at
/// hand.</summary>
internal static class Delays
{
    public static string? Statement(Site site, IOperation place, string? token)
    {
        var at = place.Syntax.SpanStart;
        if (site.Knowledge is not { Core: { TimeSpan: { } timeSpan, Task: { } task } } || site.Knowledge.Type("System.Threading.Thread") is not { } thread)
            return null;

        var time = timeSpan.ToMinimalDisplayString(site.Model, at) + ".FromSeconds(1)";
        if (IsAsync(site, place))
            return "await " + task.ToMinimalDisplayString(site.Model, at) + ".Delay(" + time + (token is null ? "" : ", " + token) + ");";

        return token is null ? thread.ToMinimalDisplayString(site.Model, at) + ".Sleep(" + time + ");" : token + ".WaitHandle.WaitOne(" + time + ");";
    }

    private static bool IsAsync(Site site, IOperation place) => place.Function() switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol.IsAsync,
        ILocalFunctionOperation local => local.Symbol.IsAsync,
        _ => site.Member is IMethodSymbol { IsAsync: true },
    };
}

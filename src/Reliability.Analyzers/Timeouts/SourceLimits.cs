using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Compares the time given to a wait with that of the source whose token it is given: the token ends the wait
/// first.</summary>
internal static class SourceLimits
{
    public static void Check(Site site, IInvocationOperation call)
    {
        if (call.Arguments.Length < 2 || Token(site, call) is not { } source)
            return;

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name is not ("timeout" or "delay" or "millisecondsTimeout" or "millisecondsDelay"))
                continue;

            var time = Durations.Of(argument.Value, site.Knowledge, site.Cancelled) ?? Durations.OfMilliseconds(argument.Value);
            if (time is { } inner && inner > TimeSpan.Zero && Limit(site, source) is { } outer && inner >= outer.Time)
                InnerLimitRule.Report(site, new(inner, argument.Value.Syntax), outer);
        }
    }

    /// <summary>The local source whose token a call is given, or null.</summary>
    private static ILocalSymbol? Token(Site site, IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrapped() is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation { Local: var source } }
                && CoreTypes.Same(source.Type, site.Knowledge.Core.TokenSource))
            {
                return source;
            }
        }

        return null;
    }

    /// <summary>The time with which a source is made, if nothing changes it.</summary>
    private static Limit? Limit(Site site, ILocalSymbol source)
    {
        Limit? limit = null;
        foreach (var part in site.Operation.Root().DescendantsAndSelf())
        {
            switch (part)
            {
                case IInvocationOperation { TargetMethod.Name: "CancelAfter" or "TryReset" } change when CoreTypes.Same(change.Instance.Symbol(), source):
                case IAssignmentOperation { Target: ILocalReferenceOperation { Local: var assigned } } when CoreTypes.Same(assigned, source):
                    return null;
                case IVariableDeclaratorOperation { Symbol: var symbol, Initializer.Value: var value } when CoreTypes.Same(symbol, source):
                    limit = value.Unwrapped() is IObjectCreationOperation { Arguments: [{ Value: var time }, ..] }
                        && (Durations.Of(time, site.Knowledge, site.Cancelled) ?? Durations.OfMilliseconds(time)) is { } known && known > TimeSpan.Zero
                            ? new(known, time.Syntax, "the source of the token")
                            : null;
                    break;
            }
        }

        return limit;
    }
}

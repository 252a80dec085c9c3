using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>REL0509: a request or stream that was made before the loop is sent again by it. <c>HttpClient</c> refuses to send a
/// request twice, so the second attempt always fails; a stream has been read, so the second attempt sends the rest of it.</summary>
/// <remarks>
/// Reports an <c>HttpRequestMessage</c> that a loop hands to an <c>HttpClient</c> more than once, and a <c>Stream</c> that a retry
/// loop wraps in a <c>StreamContent</c> or gives to a known remote write. Silent where the loop gives the variable a new value
/// or sets the stream back, and in message handlers, which may send a request again.
/// </remarks>
internal sealed class SpentRequestRule() : Rule(
    "REL0509", "Spent request or stream sent again", Categories.Retries, DiagnosticSeverity.Warning,
    "{0}",
    "A retry that repeats what the first attempt used up never succeeds, or succeeds with the wrong data.")
{
    public override void Start(RuleStart start)
    {
        var known = new Types(
            start.Type("System.Net.Http.HttpClient"), start.Type("System.Net.Http.HttpRequestMessage"), start.Type("System.Net.Http.StreamContent"), start.Type("System.IO.Stream"));
        start.OnLoop((site, loop) => Check(site, loop, known));
    }

    private static void Check(Site site, Loop loop, Types known)
    {
        foreach (var part in loop.Parts)
        {
            if (part is IInvocationOperation { TargetMethod.Name: "SendAsync" or "Send", Arguments.Length: > 0 } send
                && CoreTypes.Same(send.TargetMethod.ContainingType, known.Client) && loop.IsOnSpine(send)
                && send.Arguments[0].Value.Unwrapped() is var request && CoreTypes.Same(request.Type, known.Request)
                && IsFromOutside(request, loop) && IsSentAgain(send, loop) && !IsRenewed(request.Symbol()!, loop))
            {
                site.Report(request.Syntax, "The second attempt always fails: HttpClient does not send the same request twice, and '" + request.Syntax + "' is created before the loop");
            }
        }

        foreach (var attempt in loop.Attempts)
        {
            foreach (var part in attempt.Try.Body.OwnFrame())
            {
                var arguments = part switch
                {
                    IObjectCreationOperation creation when CoreTypes.Same(creation.Type, known.StreamContent) => creation.Arguments,
                    IInvocationOperation call when site.Knowledge.Apis.Has(call.TargetMethod, ApiTraits.Write) => call.Arguments,
                    _ => ImmutableArray<IArgumentOperation>.Empty,
                };
                foreach (var argument in arguments)
                {
                    if (argument.Value.Unwrapped() is var stream && stream.Type.IsOrDerivesFrom(known.Stream) && IsFromOutside(stream, loop) && !IsRenewed(stream.Symbol()!, loop))
                        site.Report(stream.Syntax, "A second attempt sends what the first one left of '" + stream.Syntax + "': it is opened before the loop and not set back");
                }
            }
        }
    }

    private static bool IsFromOutside(IOperation value, Loop loop) => value switch
    {
        ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration] } => !loop.Operation.Syntax.Span.Contains(declaration.Span),
        IParameterReferenceOperation => true,
        _ => false,
    };

    /// <summary>Whether the loop may come back to a call: from a clause that takes its failure, or because nothing behind it
    /// leaves.</summary>
    private static bool IsSentAgain(IInvocationOperation send, Loop loop)
    {
        foreach (var attempt in loop.Attempts)
        {
            if (send.IsWithin(attempt.Try.Body))
                return true;
        }

        return loop.Operation.Body is IBlockOperation body && Engine.Catches.EndIsReachable(body) && loop.Operation is not IForEachLoopOperation && send.Enclosing<IConditionalOperation>()?.IsWithin(body) != true;
    }

    private static bool IsRenewed(ISymbol symbol, Loop loop)
    {
        foreach (var part in loop.Parts)
        {
            switch (part)
            {
                case IAssignmentOperation { Target: var target } when CoreTypes.Same(target.Symbol(), symbol) || (target is IPropertyReferenceOperation { Property.Name: "Position", Instance: { } owner } && CoreTypes.Same(owner.Symbol(), symbol)):
                case IInvocationOperation { TargetMethod.Name: "Seek", Instance: { } sought } when CoreTypes.Same(sought.Symbol(), symbol):
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } given when CoreTypes.Same(given.Value.Symbol(), symbol):
                    return true;
            }
        }

        return false;
    }

    /// <summary>The types that the rule knows; null where they are not referenced.</summary>
    private sealed record Types(INamedTypeSymbol? Client, INamedTypeSymbol? Request, INamedTypeSymbol? StreamContent, INamedTypeSymbol? Stream);
}

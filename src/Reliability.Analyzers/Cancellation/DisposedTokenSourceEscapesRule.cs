using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0406: a task that is returned while the source of its token is disposed, so that nothing cancels it any
/// more.</summary>
/// <remarks>
/// Reports what a method, lambda or local function returns without <c>await</c> out of the scope of a <c>using</c> of a
/// <c>CancellationTokenSource</c>, where the token, the source, or a lambda that uses them was passed to it. Silent in
/// <c>async</c> functions, which wait, for tasks that are waited for before, and for <c>Task.FromResult</c> and the like.
/// </remarks>
internal sealed class DisposedTokenSourceEscapesRule() : Rule(
    "REL0406", "Disposed token source escapes", Categories.Cancellation, DiagnosticSeverity.Warning,
    "'{0}' is disposed before this is done: {1}",
    "Disposing a source stops its timer and cuts its links; a call that still runs with its token can then wait for ever.")
{
    /// <summary>The fix where the task has a result.</summary>
    public const string WithResult = "WithResult";

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is not { TokenSource: not null, Task: not null })
            return;

        var stream = start.Type("System.Collections.Generic.IAsyncEnumerable`1");
        start.On(OperationKind.Return, site => Check(site, (IReturnOperation)site.Operation, stream));
    }

    private static void Check(Site site, IReturnOperation leave, INamedTypeSymbol? stream)
    {
        if (leave.ReturnedValue?.Unwrapped() is not (IInvocationOperation or ILocalReferenceOperation or IConditionalOperation)
            || leave.Kind != OperationKind.Return
            || ReturningFunction.Of(site) is not { IsAsync: false } function
            || !TokenSourceScope.IsDeferred(function.ReturnType, site.Knowledge.Core, stream))
        {
            return;
        }

        foreach (var (source, scope) in Sources(leave, site.Knowledge.Core))
        {
            if (new TokenSourceScope(source.Symbol, scope, site.Knowledge.Core, stream).IsPending(leave.ReturnedValue))
            {
                site.Report(leave.ReturnedValue.Syntax, Fix(site, function, leave), source.Symbol.Name, Consequence(source, site));
                return;
            }
        }
    }

    /// <summary>The token sources that are disposed when a place is left, with the code in which they live.</summary>
    private static IEnumerable<(IVariableDeclaratorOperation Source, IOperation Scope)> Sources(IOperation place, CoreTypes core)
    {
        for (var outer = place.Parent; outer is not null && !Operations.IsFunction(place); place = outer, outer = outer.Parent)
        {
            if (outer is IUsingOperation { Resources: IVariableDeclarationGroupOperation resources } around && around.Body == place)
            {
                foreach (var source in Sources(resources, core))
                    yield return (source, around.Body);
            }
            else if (outer is IBlockOperation block)
            {
                foreach (var statement in block.Operations)
                {
                    if (statement == place)
                        break;

                    foreach (var source in statement is IUsingDeclarationOperation { DeclarationGroup: var group } ? Sources(group, core) : [])
                        yield return (source, block);
                }
            }
        }
    }

    private static IEnumerable<IVariableDeclaratorOperation> Sources(IVariableDeclarationGroupOperation group, CoreTypes core) =>
        group.Declarations.SelectMany(declaration => declaration.Declarators).Where(declarator => CoreTypes.Same(declarator.Symbol.Type, core.TokenSource));

    private static ImmutableDictionary<string, string?> Fix(Site site, IMethodSymbol function, IOperation returned) =>
        site.Knowledge.Core.IsTask(function.ReturnType) && ReturningFunction.CanAwait(function, returned, site.Knowledge.Core)
            ? DiagnosticProperties.With("Await", function.ReturnType is INamedTypeSymbol { IsGenericType: true } ? WithResult : null)
            : DiagnosticProperties.None;

    private static string Consequence(IVariableDeclaratorOperation source, Site site) => source.GetVariableInitializer()?.Value.Unwrapped() switch
    {
        IObjectCreationOperation { Arguments: [var delay, ..] }
            when (Durations.Of(delay.Value, site.Knowledge, site.Cancelled) ?? Durations.OfMilliseconds(delay.Value)) is { } time && time != Timeout.InfiniteTimeSpan =>
            "its timeout of " + Durations.Text(time) + " never ends the call",
        IObjectCreationOperation { Arguments.IsEmpty: false } => "its timeout never ends the call",
        IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } => "neither the tokens that it links nor a timeout reach the call",
        _ => "nothing can cancel the call any more",
    };
}

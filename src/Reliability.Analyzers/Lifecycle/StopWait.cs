using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>What is known of a wait: for what, how long, and what else bounds it.</summary>
internal sealed class StopWait(Knowledge knowledge)
{
    // A third of what a host gives all its services together.
    private const string Seconds = "10";

    private readonly INamedTypeSymbol? _process = knowledge.Type("System.Diagnostics.Process");
    private readonly INamedTypeSymbol? _semaphore = knowledge.Core.SemaphoreSlim;

    /// <summary>Whether a call is given a time that ends, or a token.</summary>
    public bool IsBounded(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var isMilliseconds = argument.Parameter?.Type.SpecialType == SpecialType.System_Int32;
            if (!isMilliseconds && !CoreTypes.Same(argument.Parameter?.Type, knowledge.Core.TimeSpan))
                continue;

            // -1 is for ever, as a number and as a time.
            var time = isMilliseconds ? Durations.OfMilliseconds(argument.Value) : Durations.Of(argument.Value, knowledge, CancellationToken.None);
            return time != Timeout.InfiniteTimeSpan;
        }

        return knowledge.Tokens.IsPassedTo(call);
    }

    /// <summary>The field or property that is waited for, or null: what a method made itself it may know to be short.</summary>
    public ISymbol? Subject(IInvocationOperation call)
    {
        var waited = call.Instance is null ? call.Arguments is [var first, ..] ? first.Value : null : call.Receiver();
        return waited.Symbol() switch
        {
            (IFieldSymbol or IPropertySymbol) and var state when !state.IsStatic || CoreTypes.Same(state.ContainingAssembly, knowledge.Compilation.Assembly) => state,
            ILocalSymbol local => Source(local, call),
            _ => null,
        };
    }

    /// <summary>Whether a wait is a lock that is given back, is for what has ended, or follows another wait or an order to
    /// end.</summary>
    public bool IsHarmless(IInvocationOperation call, ISymbol subject)
    {
        foreach (var part in call.Root().OwnFrame())
        {
            if (part is IInvocationOperation other && other != call && CoreTypes.Same(Subject(other), subject)
                && other.TargetMethod.Name is var name
                && (name is "Release" or "ReleaseMutex" or "Kill" or "Interrupt" or "Abort"
                    || (name is "Set" && other.Syntax.SpanStart > call.Syntax.SpanStart)
                    || (knowledge.Apis.Has(other.TargetMethod, Engine.Apis.ApiTraits.Unbounded) && IsBounded(other))))
            {
                return true;
            }
        }

        for (var condition = call.Enclosing<IConditionalOperation>(); condition is not null; condition = condition.Enclosing<IConditionalOperation>())
        {
            foreach (var part in condition.Condition.OwnFrame())
            {
                if (part is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "HasExited" } asked
                    && asked.User() is not IUnaryOperation && !IsElse(call, condition))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The time that a fix writes, or null: there is no such overload, or somebody uses the result. A semaphore that was not
    /// entered must not be left.</summary>
    public string? Time(IInvocationOperation call, Site site)
    {
        var user = call.Parent is IConditionalAccessOperation access ? access.Parent : call.Parent;
        if (call.Instance is null || call.TargetMethod.Parameters.Length > 0 || user is not IExpressionStatementOperation || call.TargetMethod.ContainingType is not { } type
            || CoreTypes.Same(type, _semaphore) || call.Syntax is not InvocationExpressionSyntax)
        {
            return null;
        }

        foreach (var member in type.GetMembers(call.TargetMethod.Name))
        {
            if (member is IMethodSymbol { Parameters: [var only] } && CoreTypes.Same(only.Type, knowledge.Core.TimeSpan))
                return Names.Of(knowledge.Core.TimeSpan!, site) + ".FromSeconds(" + Seconds + ")";
        }

        return null;
    }

    /// <summary>The field that a local was read from: <c>var worker = _worker</c>, <c>foreach (var thread in _threads)</c>.</summary>
    private static ISymbol? Source(ILocalSymbol local, IOperation use)
    {
        for (var loop = use.Enclosing<IForEachLoopOperation>(); loop is not null; loop = loop.Enclosing<IForEachLoopOperation>())
        {
            if (loop.Locals.Contains(local, SymbolEqualityComparer.Default))
                return loop.Collection.Symbol() as IFieldSymbol;
        }

        foreach (var part in use.Root().OwnFrame())
        {
            if (part is IVariableDeclaratorOperation declarator && CoreTypes.Same(declarator.Symbol, local))
                return declarator.GetVariableInitializer()?.Value.Symbol() as IFieldSymbol;
        }

        return null;
    }

    private static bool IsElse(IOperation call, IConditionalOperation condition) => call.IsWithin(condition.WhenFalse) && condition.WhenFalse is not null;
}

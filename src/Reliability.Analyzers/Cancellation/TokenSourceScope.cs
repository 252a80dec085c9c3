using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>Follows the token of a source that is disposed at the end of a scope into the tasks that are started with
/// it.</summary>
/// <param name="source">The variable that holds the source.</param>
/// <param name="scope">The code at whose end it is disposed.</param>
/// <param name="core">The types of the base library.</param>
/// <param name="stream">What gives its elements later, or null where there is no such type.</param>
internal sealed class TokenSourceScope(ILocalSymbol source, IOperation scope, CoreTypes core, INamedTypeSymbol? stream)
{
    /// <summary>Whether a value is a task, or a stream, that may still use the token.</summary>
    public bool IsPending(IOperation? value) => value?.Unwrapped() switch
    {
        IConditionalOperation choice => IsPending(choice.WhenTrue) || IsPending(choice.WhenFalse),
        ILocalReferenceOperation local => IsDeferred(local.Type, core, stream) && IsReadOnce(local.Local) && IsPending(ValueOf(local.Local)),
        IInvocationOperation call => IsDeferred(call.Type, core, stream) && !IsOver(call.TargetMethod) && IsGivenToken(call),
        _ => false,
    };

    /// <summary>Whether what a type stands for is done later.</summary>
    public static bool IsDeferred(ITypeSymbol? type, CoreTypes core, INamedTypeSymbol? stream) => core.IsTask(type) || CoreTypes.Same(type?.OriginalDefinition, stream);

    private bool IsGivenToken(IInvocationOperation call)
    {
        if (IsPending(call.Instance))
            return true;

        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && (IsToken(argument.Value) || IsPending(argument.Value) || HasPending(argument.Value)))
                return true;
        }

        return false;
    }

    /// <summary>The source, its token, or a lambda that uses either.</summary>
    private bool IsToken(IOperation value) => value.Unwrapped() switch
    {
        ILocalReferenceOperation local => CoreTypes.Same(local.Local, source) || (core.IsToken(local.Type) && IsTokenOfSource(ValueOf(local.Local))),
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda.Descendants().Any(part => part is ILocalReferenceOperation && IsToken(part)),
        var other => IsTokenOfSource(other),
    };

    /// <summary><c>Task.WhenAll(one, other)</c> takes an array.</summary>
    private bool HasPending(IOperation value) => value.Unwrapped() is IArrayCreationOperation { Initializer.ElementValues: var elements } && elements.Any(IsPending);

    private bool IsTokenOfSource(IOperation? value) =>
        value?.Unwrapped() is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation { Local: var local } } && CoreTypes.Same(local, source);

    private IOperation? ValueOf(ILocalSymbol local)
    {
        foreach (var part in scope.OwnFrame())
        {
            if (part is IVariableDeclaratorOperation declarator && CoreTypes.Same(declarator.Symbol, local))
                return declarator.GetVariableInitializer()?.Value;
        }

        return null;
    }

    /// <summary>Whether a task is returned and nothing else: what is waited for before is over by then.</summary>
    private bool IsReadOnce(ILocalSymbol local) =>
        scope.Descendants().Count(part => part is ILocalReferenceOperation reference && CoreTypes.Same(reference.Local, local)) == 1;

    /// <summary><c>Task.FromResult</c> and the like: there is nothing left to do.</summary>
    private bool IsOver(IMethodSymbol method) =>
        method is { IsStatic: true, Name: "FromResult" or "FromCanceled" or "FromException" }
        && (CoreTypes.Same(method.ContainingType, core.Task) || CoreTypes.Same(method.ContainingType, core.ValueTask));
}

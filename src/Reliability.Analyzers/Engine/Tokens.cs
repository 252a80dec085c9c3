using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds the cancellation tokens that code could pass on.</summary>
internal sealed class Tokens(CoreTypes core)
{
    /// <summary>The expression of a token that is a parameter of the functions around a place, or null. Nothing static sees
    /// what the function around it has.</summary>
    public string? InScope(IOperation place, ISymbol member)
    {
        for (var function = place.Function(); function is not null; function = function.Function())
        {
            var symbol = function is IAnonymousFunctionOperation lambda ? lambda.Symbol : ((ILocalFunctionOperation)function).Symbol;
            if (OfParameters(symbol) is { } own)
                return own;

            if (symbol.IsStatic)
                return null;
        }

        return member is IMethodSymbol method ? OfParameters(method) : null;
    }

    /// <summary>The token that is a parameter of the function that an operation is in itself, or null. What belongs to a
    /// function around a lambda may be over when the lambda runs.</summary>
    public string? OfFunction(IOperation place, ISymbol member) => place.Function() switch
    {
        IAnonymousFunctionOperation lambda => OfParameters(lambda.Symbol),
        ILocalFunctionOperation local => OfParameters(local.Symbol),
        _ => member is IMethodSymbol method ? OfParameters(method) : null,
    };

    /// <summary>The expression of the token that a type keeps in a field, or the source of one, or else in a property: a service
    /// that is stopped keeps one there. Null where there are several, of which nobody knows the right one.</summary>
    public string? InType(ISymbol member) =>
        member.ContainingType is { } type
            ? InType(type, SymbolKind.Field, member.IsStatic) is { Count: > 0 } fields ? fields.Only : InType(type, SymbolKind.Property, member.IsStatic).Only
            : null;

    private (int Count, string? Only) InType(INamedTypeSymbol type, SymbolKind kind, bool isStatic)
    {
        int tokens = 0, sources = 0;
        string? token = null, source = null;
        foreach (var other in type.GetMembers())
        {
            if (other.IsImplicitlyDeclared || other.Kind != kind || (isStatic && !other.IsStatic))
                continue;

            var found = other is IFieldSymbol field ? field.Type : other is IPropertySymbol { Parameters.Length: 0 } property ? property.Type : null;
            if (core.IsToken(found))
            {
                tokens++;
                token = other.Name;
            }
            else if (CoreTypes.Same(found, core.TokenSource) && found!.NullableAnnotation != NullableAnnotation.Annotated)
            {
                sources++;
                source = other.Name + ".Token";
            }
        }

        return (tokens + sources, tokens == 1 ? token : tokens == 0 && sources == 1 ? source : null);
    }

    /// <summary>Whether a call is given a token that can be cancelled.</summary>
    public bool IsPassedTo(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (core.IsToken(argument.Parameter?.Type) && argument.ArgumentKind != ArgumentKind.DefaultValue && !IsNone(argument.Value))
                return true;
        }

        return false;
    }

    /// <summary>Whether a call could be given a token and the default is taken, which cannot be cancelled.</summary>
    public bool IsOmittedFrom(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue && core.IsToken(argument.Parameter?.Type))
                return true;
        }

        return false;
    }

    /// <summary>Whether a value is <c>CancellationToken.None</c> or <c>default</c>.</summary>
    public bool IsNone(IOperation value) => value.Unwrapped() switch
    {
        IDefaultValueOperation => true,
        IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } property } => CoreTypes.Same(property.ContainingType, core.CancellationToken),
        IObjectCreationOperation { Arguments.Length: 0 } => true,
        _ => false,
    };

    /// <summary>Whether an operation asks a token: <c>IsCancellationRequested</c> or <c>ThrowIfCancellationRequested</c>.</summary>
    public bool IsAsked(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested" } property } =>
            CoreTypes.Same(property.ContainingType, core.CancellationToken) || CoreTypes.Same(property.ContainingType, core.TokenSource),
        IInvocationOperation { TargetMethod: { Name: "ThrowIfCancellationRequested" } method } => CoreTypes.Same(method.ContainingType, core.CancellationToken),
        _ => false,
    };

    /// <summary>Whether a condition holds only when a token is cancelled.</summary>
    public bool IsRequired(IOperation condition) => condition.Unwrapped() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and => IsRequired(and.LeftOperand) || IsRequired(and.RightOperand),
        var other => IsAsked(other),
    };

    /// <summary>Whether a call is given the token of a local source whose time runs within an operation: then a timeout of the
    /// call is reported as a cancellation.</summary>
    public bool IsTimed(IInvocationOperation call, IOperation within)
    {
        foreach (var argument in call.Arguments)
        {
            if (core.IsToken(argument.Parameter?.Type)
                && argument.Value.Unwrapped() is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation { Local: var source } }
                && CoreTypes.Same(source.Type, core.TokenSource)
                && within.OwnFrame().Any(part => StartsTime(part, source)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsTime(IOperation part, ILocalSymbol source) => part switch
    {
        IVariableDeclaratorOperation { Initializer.Value: { } value } declared =>
            CoreTypes.Same(declared.Symbol, source) && value.Unwrapped() is IObjectCreationOperation { Arguments.Length: > 0 },
        IInvocationOperation { TargetMethod.Name: "CancelAfter", Instance: ILocalReferenceOperation { Local: var local } } => CoreTypes.Same(local, source),
        _ => false,
    };

    private string? OfParameters(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind == RefKind.None && core.IsToken(parameter.Type))
                return parameter.Name;
        }

        return null;
    }
}

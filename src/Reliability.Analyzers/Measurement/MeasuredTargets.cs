using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Analyzers.Measurement;

/// <summary>Tells whether a call is counted because of what it calls: a partial method, a decorated interface, code that
/// measures itself. Endpoints are counted when a request comes, not when they are called.</summary>
internal static class MeasuredTargets
{
    /// <summary>The methods of a site that begin a measurement.</summary>
    public static IReadOnlyList<string> Measures { get; } = ["Measure", "MeasureAsync", "MeasureStream", "Start"];

    /// <summary>What a call of the method promises, or null: nothing counts it.</summary>
    public static ServiceLevel? LevelOf(IMethodSymbol method, Compilation compilation)
    {
        var called = Declared(method);
        if (Slo(called) is { } own)
            return IsCounted(called, called, compilation) ? LevelReader.Read(own) : null;

        return called.ContainingType is { TypeKind: TypeKind.Interface } type && Slo(type) is { } shared && IsCounted(type, called, compilation)
            ? LevelReader.Read(shared)
            : null;
    }

    /// <summary>The name of the operation that a method is, or that its interface is.</summary>
    public static string OperationName(IMethodSymbol method)
    {
        var called = Declared(method);
        ISymbol carrier = Slo(called) is null ? called.ContainingType : called;
        return Slo(carrier) is { } slo && carrier.DeclaringSyntaxReferences.Length > 0
            ? OperationNames.Of(carrier, carrier.DeclaringSyntaxReferences[0].GetSyntax(), slo)
            : carrier.Name;
    }

    /// <summary>Whether two promises are one: the same objectives over the same time.</summary>
    public static bool IsSame(ServiceLevel? one, ServiceLevel? other) =>
        one is not null && other is not null && one.Objectives.Equals(other.Objectives) && one.WindowDays == other.WindowDays;

    /// <summary>The declaration of what is called.</summary>
    public static IMethodSymbol Declared(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return definition.PartialDefinitionPart ?? definition;
    }

    /// <summary>The site that a call measures with: <c>Operations.Import</c> of <c>Operations.Import.Measure(…)</c>; or
    /// null.</summary>
    public static IPropertyReferenceOperation? Site(IInvocationOperation call) =>
        Measures.Contains(call.TargetMethod.Name)
        && (call.Instance ?? (call.Arguments.IsEmpty ? null : call.Arguments[0].Value))?.Unwrapped() is IPropertyReferenceOperation
        {
            Property: { IsStatic: true, ContainingType.Name: ExplicitCalls.Operations } property,
        } site
        && property.Type is INamedTypeSymbol type && type.Is(TypeNames.OperationSite)
            ? site
            : null;

    /// <summary>The one call that a body consists of, awaited or returned as it is; or null.</summary>
    public static IInvocationOperation? OnlyCall(IOperation body)
    {
        var block = body switch
        {
            IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
            IAnonymousFunctionOperation lambda => lambda.Body,
            ILocalFunctionOperation local => local.Body,
            _ => body as IBlockOperation,
        };
        if (block is null)
            return null;

        IOperation? only = null;
        foreach (var statement in block.Operations)
        {
            if (statement is IReturnOperation { ReturnedValue: null, IsImplicit: true })
                continue;

            if (only is not null)
                return null;

            only = statement;
        }

        var value = only switch
        {
            IReturnOperation returned => returned.ReturnedValue,
            IExpressionStatementOperation statement => statement.Operation,
            _ => null,
        };
        return (value?.Unwrapped() is IAwaitOperation await ? await.Awaited() : value?.Unwrapped()) as IInvocationOperation;
    }

    /// <summary>The name in a call.</summary>
    public static SimpleNameSyntax? Name(IInvocationOperation call) => (call.Syntax as InvocationExpressionSyntax)?.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>The promise of a symbol itself, or null.</summary>
    public static AttributeData? Slo(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (OperationReader.IsSlo(attribute))
                return attribute;
        }

        return null;
    }

    /// <summary>A method of another assembly has lost its <c>partial</c>; that assembly would not have compiled without a
    /// layer.</summary>
    private static bool IsCounted(ISymbol carrier, IMethodSymbol called, Compilation compilation) =>
        carrier.DeclaringSyntaxReferences.IsEmpty
            ? !EndpointShapes.IsAction(called) && !EndpointShapes.IsGrpcMethod(called) && !FrameworkShapes.IsCalled(called)
            : ReachReader.Of(carrier, compilation).Layer is OperationLayer.Method or OperationLayer.Decorator or OperationLayer.Explicit;
}

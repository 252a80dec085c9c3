using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Model;

namespace Reliability.Analyzers.Measurement;

/// <summary>Finds what is counted a second time by what stands at an <c>[Slo]</c> itself: a body that measures itself, an
/// implementation of a decorated interface, an endpoint.</summary>
internal sealed class CountedPath(SloDeclaration declaration, Operation operation, Knowledge knowledge, Compilation compilation, CancellationToken cancellationToken)
{
    public IEnumerable<CountedAgain> Find() => (operation.Layer, declaration.Target) switch
    {
        (OperationLayer.Method, IMethodSymbol method) => OfContract(method),
        (OperationLayer.Explicit, IMethodSymbol method) => OfBody(method).Concat(OfContract(method)),
        (OperationLayer.Endpoint or OperationLayer.Filter, IMethodSymbol method) => OfEndpoint(method),
        _ => [],
    };

    private IEnumerable<CountedAgain> OfBody(IMethodSymbol method)
    {
        var body = Body(method);
        foreach (var inner in body?.DescendantsAndSelf() ?? [])
        {
            if (inner is not IInvocationOperation call || MeasuredTargets.Name(call) is not { } name || !CountedAgain.IsOnPath(call, body, knowledge))
                continue;

            if (CoreTypes.Same(MeasuredTargets.Declared(call.TargetMethod), MeasuredTargets.Declared(method)) && CountedAgain.IsOnItself(call))
                yield return CountedAgain.Itself(call, name.Identifier, operation.Name, core: null);
            else if (MeasuredTargets.Site(call) is { } site && site.Property.Name == declaration.Identifier && IsInside(call, site.Property))
                yield return CountedAgain.ByHand(site, operation.Name);
        }
    }

    /// <summary>What implements a method in front of which a decorator stands that promises the same.</summary>
    private IEnumerable<CountedAgain> OfContract(IMethodSymbol method)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation))
            yield break;

        foreach (var implemented in method.ContainingType.AllInterfaces)
        {
            foreach (var member in implemented.GetMembers())
            {
                if (member is IMethodSymbol contract
                    && MeasuredTargets.IsSame(MeasuredTargets.LevelOf(contract, compilation), operation.Level)
                    && method.ContainingType.FindImplementationForInterfaceMember(contract) is IMethodSymbol implementation
                    && CoreTypes.Same(MeasuredTargets.Declared(implementation), MeasuredTargets.Declared(method)))
                {
                    yield return new(declaration.Location, DiagnosticSeverity.Warning, "The decorator in front of '" + implemented.Name + "." + contract.Name
                        + "' counts the calls of '" + method.Name + "' under the same promise already, so one failure counts twice; keep one [Slo]");
                }
            }
        }
    }

    private IEnumerable<CountedAgain> OfEndpoint(IMethodSymbol method)
    {
        if (Body(method) is { } body
            && MeasuredTargets.OnlyCall(body) is { } call
            && MeasuredTargets.Name(call) is { } name
            && MeasuredTargets.IsSame(MeasuredTargets.LevelOf(call.TargetMethod, compilation), operation.Level))
        {
            yield return new(name.Identifier.GetLocation(), DiagnosticSeverity.Info, "'" + operation.Name + "' does nothing but call '" + call.TargetMethod.Name
                + "', which promises the same, so one failure counts against two budgets and pages twice; keep one [Slo]");
        }
    }

    private IOperation? Body(IMethodSymbol method) => declaration.Node is LambdaExpressionSyntax
        ? Bodies.Operation(declaration.Node, compilation, cancellationToken)
        : Bodies.Of(method, compilation, cancellationToken);

    private static bool IsInside(IInvocationOperation call, IPropertySymbol site)
    {
        for (var outer = call.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IInvocationOperation taker && CoreTypes.Same(MeasuredTargets.Site(taker)?.Property, site))
                return true;
        }

        return false;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>Finds calls in code that something else measures: in the core of a partial method, and in what implements an
/// interface that is decorated.</summary>
internal static class CountedCalls
{
    private const string Core = "Core";

    /// <summary>What a call counts a second time, or null.</summary>
    public static CountedAgain? Of(Site site, IInvocationOperation call)
    {
        if (site.Member is not IMethodSymbol { ContainingType: not null } member || MeasuredTargets.Name(call) is not { } name)
            return null;

        var found = Around(member) is { } method ? InCore(call, name, method, member, site.Knowledge.Compilation) : InImplementation(call, name, member, site.Knowledge.Compilation);
        return found is not null && CountedAgain.IsOnPath(call, body: null, site.Knowledge) ? found : null;
    }

    /// <summary>The partial method whose core a method is, if it is measured; or null.</summary>
    private static IMethodSymbol? Around(IMethodSymbol member)
    {
        if (!member.Name.EndsWith(Core, StringComparison.Ordinal) || member.Name.Length == Core.Length)
            return null;

        foreach (var candidate in member.ContainingType.GetMembers(member.Name.Substring(0, member.Name.Length - Core.Length)))
        {
            if (candidate is IMethodSymbol method && MeasuredTargets.Declared(method) is var declared
                && MeasuredTargets.Slo(declared) is not null && CoreTypes.Same(CoreMethods.Find(declared)?.OriginalDefinition, member.OriginalDefinition))
            {
                return declared;
            }
        }

        return null;
    }

    private static CountedAgain? InCore(IInvocationOperation call, SimpleNameSyntax name, IMethodSymbol method, IMethodSymbol core, Compilation compilation)
    {
        if (MeasuredTargets.LevelOf(method, compilation) is not { } level)
            return null;

        var called = MeasuredTargets.Declared(call.TargetMethod);
        if (CoreTypes.Same(called, method))
            return CountedAgain.IsOnItself(call) ? CountedAgain.Itself(call, name.Identifier, MeasuredTargets.OperationName(method), core.Name) : null;

        if (call.Instance?.Syntax is BaseExpressionSyntax)
        {
            return method.OverriddenMethod is { } overridden && CoreTypes.Same(MeasuredTargets.Declared(overridden), called)
                && MeasuredTargets.IsSame(MeasuredTargets.LevelOf(called, compilation), level)
                    ? new(name.Identifier.GetLocation(), DiagnosticSeverity.Warning, "base." + called.Name + " is measured and promises the same as '" + method.Name
                        + "', so each call counts twice; leave the [Slo] off the override, or call what base." + called.Name + " does")
                    : null;
        }

        return ByHand(call, MeasuredTargets.OperationName(method));
    }

    private static CountedAgain? InImplementation(IInvocationOperation call, SimpleNameSyntax name, IMethodSymbol member, Compilation compilation)
    {
        if (call.TargetMethod is { ContainingType.TypeKind: TypeKind.Interface } contract)
        {
            return IsFromContainer(call.Receiver())
                && MeasuredTargets.LevelOf(contract, compilation) is not null
                && Implements(member, contract)
                    ? new(name.Identifier.GetLocation(), DiagnosticSeverity.Warning, "What the container gives for '" + contract.ContainingType.Name
                        + "' is the decorator in front of this class, so each round is an event of its own of '" + MeasuredTargets.OperationName(contract) + "'; call 'this." + member.Name + "'")
                    : null;
        }

        if (MeasuredTargets.Site(call) is null)
            return null;

        foreach (var implemented in member.ContainingType.AllInterfaces)
        {
            foreach (var candidate in implemented.GetMembers())
            {
                if (candidate is IMethodSymbol decorated && MeasuredTargets.LevelOf(decorated, compilation) is not null && Implements(member, decorated))
                    return ByHand(call, MeasuredTargets.OperationName(decorated));
            }
        }

        return null;
    }

    private static CountedAgain? ByHand(IInvocationOperation call, string operation) =>
        MeasuredTargets.Site(call) is { } site && site.Property.Name == OperationNames.Identifier(operation) ? CountedAgain.ByHand(site, operation) : null;

    private static bool Implements(IMethodSymbol member, IMethodSymbol contract) =>
        member.ContainingType.FindImplementationForInterfaceMember(contract) is IMethodSymbol implementation
        && CoreTypes.Same(MeasuredTargets.Declared(implementation), MeasuredTargets.Declared(member));

    /// <summary>Whether a value is asked of the container at this moment: by <c>GetRequiredService</c>, or late, by
    /// <c>Lazy</c>.</summary>
    private static bool IsFromContainer(IOperation? value) => value switch
    {
        IInvocationOperation { TargetMethod.Name: "GetRequiredService" or "GetService" or "GetRequiredKeyedService" or "GetKeyedService" } => true,
        IPropertyReferenceOperation { Property: { Name: "Value", ContainingType: { Name: "Lazy", ContainingNamespace.Name: "System" } } } => true,
        ILocalReferenceOperation local => local.OnlyValue()?.Unwrapped() is { } only and not ILocalReferenceOperation && IsFromContainer(only),
        _ => false,
    };
}

using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>Recognises what a framework other than ASP.NET Core's routing calls, and by whose filter it is counted.</summary>
public static class FrameworkShapes
{
    private const string Hub = "Microsoft.AspNetCore.SignalR.Hub";
    private const string Consumer = "MassTransit.IConsumer`1";
    private const string JobFilterAttribute = "Hangfire.Common.JobFilterAttribute";
    private const string PerformContext = "Hangfire.Server.PerformContext";
    private const string JobCancellationToken = "Hangfire.IJobCancellationToken";

    /// <summary>Whether a class is a SignalR hub.</summary>
    /// <param name="type">The class.</param>
    public static bool IsHub(INamedTypeSymbol type) => type.TypeKind == TypeKind.Class && type.SelfAndBases().Any(self => self.Is(Hub));

    /// <summary>Whether clients can call a method of a hub: those that it overrides are the framework's.</summary>
    /// <param name="method">The method.</param>
    public static bool IsHubMethod(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: false, IsOverride: false, DeclaredAccessibility: Accessibility.Public }
        && method.ContainingType is { } type
        && IsHub(type);

    /// <summary>Whether a class consumes messages of MassTransit.</summary>
    /// <param name="type">The class.</param>
    public static bool IsConsumer(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false } && type.AllInterfaces.Any(implemented => implemented.Is(Consumer));

    /// <summary>Whether a method consumes messages of MassTransit.</summary>
    /// <param name="method">The method.</param>
    public static bool IsConsumerMethod(IMethodSymbol method) => MessageOf(method) is not null;

    /// <summary>The message that a method consumes, or null when it consumes none.</summary>
    /// <param name="method">The method.</param>
    public static ITypeSymbol? MessageOf(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, Name: "Consume", IsStatic: false, ContainingType: { } type }
            ? type.AllInterfaces.FirstOrDefault(implemented => implemented.Is(Consumer) && implemented.GetMembers("Consume").Any(member =>
                SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)))?.TypeArguments[0]
            : null;

    /// <summary>Whether a method shows that it is a job of Hangfire: it carries one of its filters, such as <c>[Queue]</c> or
    /// <c>[AutomaticRetry]</c>, or takes what Hangfire hands to jobs.</summary>
    /// <param name="method">The method.</param>
    public static bool IsJob(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public }
        && (method.GetAttributes().Any(attribute => attribute.AttributeClass?.SelfAndBases().Any(self => self.Is(JobFilterAttribute)) == true)
            || method.Parameters.Any(parameter => parameter.Type is INamedTypeSymbol type && (type.Is(PerformContext) || type.Is(JobCancellationToken))));

    /// <summary>Whether a class implements an interface through which a filter of the program's own counts.</summary>
    /// <param name="type">The class.</param>
    public static bool IsHandler(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class, IsAbstract: false } && Contracts(type).Any();

    /// <summary>Whether a method implements one of such an interface.</summary>
    /// <param name="method">The method.</param>
    public static bool IsHandlerMethod(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: false, ContainingType: { TypeKind: TypeKind.Class } type }
        && Contracts(type).Any(contract => contract.GetMembers(method.Name).Any(member =>
            SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)));

    /// <summary>Whether a framework calls a method, and its filter counts it.</summary>
    /// <param name="method">The method.</param>
    public static bool IsCalled(IMethodSymbol method) => Of(method) is not null;

    /// <summary>What calls a class or a method of it: the reach, with the package whose filter counts.</summary>
    /// <param name="target">A class or method.</param>
    internal static Reach? Of(ISymbol target) => target switch
    {
        INamedTypeSymbol type when IsHub(type) => new(ReachKind.Filter, Packages.AspNetCore),
        IMethodSymbol method when IsHubMethod(method) => new(ReachKind.Filter, Packages.AspNetCore),
        INamedTypeSymbol type when IsConsumer(type) => new(ReachKind.Filter, Packages.MassTransit),
        IMethodSymbol method when IsConsumerMethod(method) => new(ReachKind.Filter, Packages.MassTransit),
        IMethodSymbol method when IsJob(method) => new(ReachKind.Filter, Packages.Hangfire),
        INamedTypeSymbol type when IsHandler(type) => new(ReachKind.Filter, Packages.Runtime),
        IMethodSymbol method when IsHandlerMethod(method) => new(ReachKind.Filter, Packages.Runtime),
        _ => null,
    };

    private static IEnumerable<INamedTypeSymbol> Contracts(INamedTypeSymbol type)
    {
        foreach (var attribute in type.ContainingAssembly.GetAttributes())
        {
            if (!attribute.Is(TypeNames.CountedThrough) || attribute.ConstructorArguments is not [{ Value: INamedTypeSymbol contract }])
                continue;

            foreach (var implemented in type.AllInterfaces)
            {
                if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, contract.OriginalDefinition))
                    yield return implemented;
            }
        }
    }
}

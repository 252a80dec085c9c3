using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>Decides, for each <c>[Slo]</c>, the one layer that counts its events.</summary>
public static class ReachReader
{
    /// <summary>The layer that reaches a declaration.</summary>
    /// <param name="target">What carries the <c>[Slo]</c>.</param>
    /// <param name="compilation">The compilation that declares it.</param>
    public static Reach Of(ISymbol target, Compilation compilation)
    {
        var reach = ByShape(target, compilation);
        if (reach.Kind != ReachKind.Method && reach.Layer != OperationLayer.Decorator && CallsItsSite(target))
            reach = new(ReachKind.Explicit);

        var package = reach switch
        {
            { IsEndpoint: true } => Packages.AspNetCore,
            { Kind: ReachKind.Filter } => reach.Detail,
            { IsCounted: true } => Packages.Runtime,
            _ => null,
        };
        if (package is null || Packages.IsReferenced(compilation, package))
            return reach;

        return reach.Kind == ReachKind.EndpointIfMapped && target is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            ? Unmapped(method)
            : new(ReachKind.NoRuntime, package);
    }

    /// <summary>What keeps a method with a body from being measured that is no endpoint: its return type, or that it is not
    /// partial.</summary>
    /// <param name="method">An ordinary method that is not partial.</param>
    public static Reach Unmapped(IMethodSymbol method) =>
        ReturnShapes.IsSupported(method) ? new(ReachKind.NotPartial) : UnsupportedReturn(method);

    /// <summary>The type around a method that keeps its other half from being written elsewhere, or null.</summary>
    /// <param name="method">The partial method.</param>
    public static INamedTypeSymbol? ClosedOwner(IMethodSymbol method)
    {
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal || !IsPartial(type))
                return type;
        }

        return null;
    }

    private static Reach ByShape(ISymbol target, Compilation compilation) => target switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Interface } type => InterfaceShapes.Of(type),
        INamedTypeSymbol type when EndpointShapes.IsController(type) || EndpointShapes.IsGrpcService(type) || EndpointShapes.IsPageModel(type) => new(ReachKind.Endpoint),
        INamedTypeSymbol type => FrameworkShapes.Of(type) ?? new(ReachKind.TypeIsNoEndpoint),
        IMethodSymbol method => OfMethod(method, compilation),
        _ => new(ReachKind.NotAnOrdinaryMethod),
    };

    private static bool CallsItsSite(ISymbol target)
    {
        if (target is not IMethodSymbol || target.DeclaringSyntaxReferences.Length != 1)
            return false;

        foreach (var attribute in target.GetAttributes())
        {
            if (OperationReader.IsSlo(attribute))
                return ExplicitCalls.AreIn(target, OperationNames.Identifier(OperationNames.Of(target, target.DeclaringSyntaxReferences[0].GetSyntax(), attribute)));
        }

        return false;
    }

    private static Reach OfMethod(IMethodSymbol method, Compilation compilation)
    {
        if (method.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction)
            return new(ReachKind.EndpointIfMapped);

        if (method.MethodKind != MethodKind.Ordinary)
            return new(ReachKind.NotAnOrdinaryMethod);

        if (method.IsPartialDefinition || method.PartialDefinitionPart is not null)
            return OfPartial(method.PartialDefinitionPart ?? method);

        if (EndpointShapes.IsAction(method) || EndpointShapes.IsGrpcMethod(method))
            return new(ReachKind.Endpoint);

        if (FrameworkShapes.Of(method) is { } filter)
            return filter;

        if (method.ContainingType.TypeKind == TypeKind.Interface && InterfaceShapes.CanBeImplemented(method))
            return InterfaceShapes.Of(method);

        if (method.IsAbstract || method.IsExtern || method.ContainingType.TypeKind == TypeKind.Interface)
            return new(ReachKind.NoBody);

        if (EndpointShapes.IsPageHandler(method))
            return new(ReachKind.PageHandler);

        return new(
            !Packages.IsReferenced(compilation, Packages.AspNetCore) && Packages.IsReferenced(compilation, Packages.Hangfire)
                ? ReachKind.FilterIfEnqueued
                : ReachKind.EndpointIfMapped);
    }

    private static Reach OfPartial(IMethodSymbol method)
    {
        if (method.PartialImplementationPart is { } body && !IsEmitted(body))
            return new(ReachKind.AlreadyImplemented);

        if (ClosedOwner(method) is { } owner)
            return new(ReachKind.OwnerIsClosed, owner.Name);

        if (!ReturnShapes.IsSupported(method))
            return UnsupportedReturn(method);

        return CoreMethods.Find(method) is null ? new(ReachKind.NoCore, CoreMethods.Name(method)) : new(ReachKind.Method);
    }

    private static Reach UnsupportedReturn(IMethodSymbol method) =>
        new(ReachKind.ReturnTypeUnsupported, method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));

    /// <summary>An analyzer sees the emitted body; it is ours when the file is.</summary>
    private static bool IsEmitted(IMethodSymbol body) => body.DeclaringSyntaxReferences.All(reference =>
        reference.SyntaxTree.FilePath.EndsWith(GeneratedCode.FileSuffix, StringComparison.Ordinal));

    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax() is TypeDeclarationSyntax declaration
            && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}

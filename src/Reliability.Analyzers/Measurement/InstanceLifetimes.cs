using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>Knows which types live as long as a request, by what the framework does with them or how they are
/// registered.</summary>
internal sealed class InstanceLifetimes(Knowledge knowledge)
{
    private static readonly PerTree<List<TextSpan>> s_short = CallIndex.Of("AddTransient", "AddScoped", "TryAddTransient", "TryAddScoped");
    private static readonly PerTree<List<TextSpan>> s_single = CallIndex.Of("AddSingleton", "TryAddSingleton", "AddHostedService");

    private static readonly string[] s_perRequest =
    [
        "Microsoft.AspNetCore.SignalR.Hub",
        "Microsoft.AspNetCore.Mvc.RazorPages.PageModel",
        "Microsoft.AspNetCore.Mvc.ViewComponent",
        "Microsoft.AspNetCore.Components.ComponentBase",
    ];

    private readonly CallIndex _short = new(knowledge, s_short, Registered);
    private readonly CallIndex _single = new(knowledge, s_single, Registered);

    /// <summary>Why there are many instances of a type, as messages say it; or null: nothing shows that there are.</summary>
    public string? OfMany(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (EndpointShapes.IsController(type) || EndpointShapes.IsGrpcService(type))
            return "is made for each request";

        foreach (var name in s_perRequest)
        {
            if (knowledge.Type(name) is { } known && type.IsOrDerivesFrom(known))
                return "is made for each request";
        }

        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method
                && (knowledge.EntryPoints.Of(method) & (ApiTraits.EntryRequest | ApiTraits.EntryMessage | ApiTraits.EntryJob)) != 0)
            {
                return IsSingle(type, cancellationToken) ? null : "is made for each message";
            }
        }

        return _short.Contains(type, cancellationToken) && !IsSingle(type, cancellationToken) ? "is registered as transient or scoped" : null;
    }

    private bool IsSingle(INamedTypeSymbol type, CancellationToken cancellationToken) => _single.Contains(type, cancellationToken);

    /// <summary>What is registered is made: the last type argument, and what a factory returns; or what is said by
    /// <c>typeof</c>.</summary>
    private static IEnumerable<ITypeSymbol> Registered(SimpleNameSyntax name, ISymbol symbol, SemanticModel model)
    {
        if (symbol is not IMethodSymbol method)
            yield break;

        if (method.TypeArguments.Length > 0)
            yield return method.TypeArguments[method.TypeArguments.Length - 1];

        if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
            yield break;

        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is TypeOfExpressionSyntax { Type: { } type } && model.GetTypeInfo(type).Type is { } named)
                yield return named;
        }
    }
}

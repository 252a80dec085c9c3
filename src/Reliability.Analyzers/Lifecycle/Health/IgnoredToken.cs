using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Cancellation;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>Finds calls to something outside of the process that are waited for, would take a token and are given none.</summary>
internal static class IgnoredToken
{
    /// <summary>Whether a call is one. Of the base library only what the API table knows is remote; what else a package offers to a
    /// health check with a token asks its server.</summary>
    public static bool IsIn(IInvocationOperation call, Knowledge knowledge, CancellationToken cancellationToken) =>
        knowledge.Core.IsTask(call.Type)
        && (knowledge.Tokens.IsOmittedFrom(call) || (!HasToken(call, knowledge) && TokenCarriers.HasOverload(call.TargetMethod, knowledge)))
        && call.IsWaitedForOrReturned()
        && !IsGivenTime(call, knowledge)
        && AsksOthers(call, knowledge, cancellationToken);

    /// <summary>The text that passes a token, or null: with it the call would mean something else.</summary>
    public static string? Argument(IInvocationOperation call, string token, SemanticModel model, Knowledge knowledge)
    {
        if (call.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or SimpleNameSyntax } syntax)
            return null;

        var lead = syntax.ArgumentList.Arguments.Count == 0 ? "" : ", ";
        var named = call.Arguments.FirstOrDefault(argument => knowledge.Core.IsToken(argument.Parameter?.Type))?.Parameter?.Name;
        string[] texts = named is null ? [lead + token] : [lead + token, lead + named + ": " + token];
        return texts.FirstOrDefault(text => Binds(call, syntax, text, model, knowledge));
    }

    private static bool Binds(IInvocationOperation call, InvocationExpressionSyntax syntax, string argument, SemanticModel model, Knowledge knowledge)
    {
        var arguments = syntax.ArgumentList.ToString();
        var with = syntax.WithArgumentList(SyntaxFactory.ParseArgumentList(arguments.Substring(0, arguments.Length - 1) + argument + ")"));
        return model.GetSpeculativeSymbolInfo(syntax.SpanStart, with, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol found
            && found.Parameters.Any(parameter => knowledge.Core.IsToken(parameter.Type))
            && SymbolEqualityComparer.Default.Equals(found.ReturnType, call.TargetMethod.ReturnType);
    }

    private static bool HasToken(IInvocationOperation call, Knowledge knowledge) => call.TargetMethod.Parameters.Any(parameter => knowledge.Core.IsToken(parameter.Type));

    private static bool IsGivenTime(IInvocationOperation call, Knowledge knowledge) => call.Arguments.Any(argument =>
        argument.ArgumentKind != ArgumentKind.DefaultValue
        && (CoreTypes.Same(argument.Parameter?.Type, knowledge.Core.TimeSpan) || argument.Parameter?.Name.IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0));

    private static bool AsksOthers(IInvocationOperation call, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (knowledge.Apis.Of(call.TargetMethod) is { } api)
            return api.Has(ApiTraits.Remote);

        var assembly = call.TargetMethod.ContainingAssembly;
        return CoreTypes.Same(assembly, knowledge.Compilation.Assembly)
            ? knowledge.Methods.Reach(call, ApiTraits.Remote, cancellationToken) is not null
            : assembly is not null && !IsBase(assembly.Name);
    }

    private static bool IsBase(string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || assembly.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || assembly is "mscorlib" or "netstandard";
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Engine;

/// <summary>Where a rule registers what it wants to see of one compilation.</summary>
/// <param name="rule">The rule.</param>
/// <param name="knowledge">What is known of the compilation.</param>
/// <param name="dispatch">What calls the rule.</param>
/// <param name="compilation">The start of the compilation, for what the methods here do not cover.</param>
internal sealed class RuleStart(Rule rule, Knowledge knowledge, Dispatch dispatch, CompilationStartAnalysisContext compilation)
{
    public Knowledge Knowledge { get; } = knowledge;

    /// <summary>The start of the compilation: symbol actions, additional files.</summary>
    public CompilationStartAnalysisContext Compilation { get; } = compilation;

    /// <summary>The type, or null where it is not referenced.</summary>
    public INamedTypeSymbol? Type(string metadataName) => Knowledge.Type(metadataName);

    /// <summary>Calls of methods with one of these names; whose methods they are is for the rule to ask.</summary>
    public void OnCall(Action<Site, IInvocationOperation> action, params string[] names)
    {
        foreach (var name in names)
            dispatch.OnCall(name, rule, action);
    }

    /// <summary>Calls of which the API table knows any of these traits.</summary>
    public void OnCall(ApiTraits traits, Action<Site, IInvocationOperation, ApiFacts> action) => dispatch.OnCall(traits, rule, action);

    /// <summary>Loops, with what is known of them.</summary>
    public void OnLoop(Action<Site, Loop> action) => dispatch.OnLoop(rule, action);

    /// <summary>Any other kind of operation.</summary>
    public void On(OperationKind kind, Action<Site> action) => dispatch.On(kind, rule, action);
}

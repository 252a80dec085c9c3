using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Engine;

/// <summary>Calls the rules. A call in the code costs one look-up of its name, however many rules there are.</summary>
internal sealed class Dispatch(Knowledge knowledge)
{
    private readonly Dictionary<string, List<(Rule Rule, Action<Site, IInvocationOperation> Action)>> _calls = new(StringComparer.Ordinal);
    private readonly List<(ApiTraits Traits, Rule Rule, Action<Site, IInvocationOperation, ApiFacts> Action)> _known = [];
    private readonly List<(Rule Rule, Action<Site, Loop> Action)> _loops = [];
    private readonly Dictionary<OperationKind, List<(Rule Rule, Action<Site> Action)>> _others = [];

    public void OnCall(string name, Rule rule, Action<Site, IInvocationOperation> action)
    {
        if (!_calls.TryGetValue(name, out var actions))
            _calls.Add(name, actions = []);

        actions.Add((rule, action));
    }

    public void OnCall(ApiTraits traits, Rule rule, Action<Site, IInvocationOperation, ApiFacts> action) => _known.Add((traits, rule, action));

    public void OnLoop(Rule rule, Action<Site, Loop> action) => _loops.Add((rule, action));

    public void On(OperationKind kind, Rule rule, Action<Site> action)
    {
        if (!_others.TryGetValue(kind, out var actions))
            _others.Add(kind, actions = []);

        actions.Add((rule, action));
    }

    /// <summary>Registers all that the rules asked for.</summary>
    public void Register(CompilationStartAnalysisContext context)
    {
        if (_calls.Count > 0 || _known.Count > 0)
            context.RegisterOperationAction(Call, OperationKind.Invocation);

        if (_loops.Count > 0)
            context.RegisterOperationAction(Loop, OperationKind.Loop);

        foreach (var pair in _others)
        {
            var actions = pair.Value.ToImmutableArray();
            context.RegisterOperationAction(
                operation =>
                {
                    foreach (var (rule, action) in actions)
                        action(new(rule, knowledge, operation));
                },
                pair.Key);
        }
    }

    private void Call(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (_calls.TryGetValue(call.TargetMethod.Name, out var actions))
        {
            foreach (var (rule, action) in actions)
                action(new(rule, knowledge, context), call);
        }

        if (_known.Count > 0 && knowledge.Apis.Of(call.TargetMethod) is { } facts)
        {
            foreach (var (traits, rule, action) in _known)
            {
                if ((facts.Traits & traits) != 0)
                    action(new(rule, knowledge, context), call, facts);
            }
        }
    }

    private void Loop(OperationAnalysisContext context)
    {
        var loop = new Loop((ILoopOperation)context.Operation, knowledge);
        foreach (var (rule, action) in _loops)
            action(new(rule, knowledge, context), loop);
    }
}

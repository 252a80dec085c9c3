using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>All health checks that a compilation registers, wherever it does. Where calls may stand is remembered for each file; what
/// they mean is bound when first asked.</summary>
internal sealed class HealthRegistrations
{
    private static readonly ConditionalWeakTable<Knowledge, HealthRegistrations> s_known = new();
    private static readonly PerTree<List<TextSpan>> s_calls = new(Calls);
    private static readonly PerTree<HashSet<string>> s_declared = new(Declared);

    private readonly Knowledge _knowledge;
    private IReadOnlyList<RegisteredCheck>? _all;

    private HealthRegistrations(Knowledge knowledge) => _knowledge = knowledge;

    /// <summary>Those of a compilation, the same for every rule that asks.</summary>
    public static HealthRegistrations Of(Knowledge knowledge) => s_known.GetValue(knowledge, static knowledge => new(knowledge));

    /// <summary>The checks, those that attributes declare among them.</summary>
    public IReadOnlyList<RegisteredCheck> All(CancellationToken cancellationToken) =>
        Volatile.Read(ref _all) ?? Interlocked.CompareExchange(ref _all, Read(cancellationToken), null) ?? _all!;

    private List<RegisteredCheck> Read(CancellationToken cancellationToken)
    {
        var all = new List<RegisteredCheck>();
        foreach (var tree in _knowledge.Compilation.SyntaxTrees)
        {
            all.AddRange(s_declared.Of(tree, cancellationToken).Select(group => new RegisteredCheck(null, TagList.Of(group), null)));
            var spans = s_calls.Of(tree, cancellationToken);
            if (spans.Count == 0)
                continue;

#pragma warning disable RS1030 // a registration may stand in any file; bound once for each compilation that maps health checks
            var model = _knowledge.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            var root = tree.GetRoot(cancellationToken);
            foreach (var span in spans)
                all.AddRange(Read(model.GetOperation(root.FindNode(span, getInnermostNodeForTie: true), cancellationToken), cancellationToken));
        }

        return all;
    }

    private IEnumerable<RegisteredCheck> Read(IOperation? operation, CancellationToken cancellationToken)
    {
        if (operation is IObjectCreationOperation creation && RegisteredCheck.Of(creation, _knowledge) is { } made)
            yield return made;

        if (operation is not IInvocationOperation call)
            yield break;

        if (call.TargetMethod is { Name: "AddReliability", ContainingAssembly.Name: "Reliability.AspNetCore" or "Reliability.Hosting" })
            yield return new(null, TagList.Of("live", "ready", "startup"), null);
        else if (RegisteredCheck.IsAdding(call.TargetMethod, _knowledge) && RegisteredCheck.Of(call, _knowledge, cancellationToken) is { } added)
            yield return added;
    }

    private static List<TextSpan> Calls(SyntaxNode root)
    {
        var spans = new List<TextSpan>();
        var speaksOfHealth = false;
        foreach (var node in root.DescendantNodes())
        {
            switch (node)
            {
                case SimpleNameSyntax { Identifier.ValueText: "AddHealthChecks" or "IHealthChecksBuilder" or "HealthChecks" or "HealthCheckRegistration" or "AddReliability" }:
                    speaksOfHealth = true;
                    break;
                case InvocationExpressionSyntax call when EndpointShapes.CalledName(call).StartsWith("Add", StringComparison.Ordinal):
                case BaseObjectCreationExpressionSyntax:
                    spans.Add(node.Span);
                    break;
            }
        }

        return speaksOfHealth ? spans : [];
    }

    /// <summary>The groups that attributes name. By text alone: one too many only makes rules silent.</summary>
    private static HashSet<string> Declared(SyntaxNode root)
    {
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in root.DescendantNodes())
        {
            if (node is not AttributeSyntax { Name: var name } attribute)
                continue;

            var text = name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : (name as SimpleNameSyntax)?.Identifier.ValueText;
            switch (text)
            {
                case "Liveness" or "LivenessAttribute":
                    groups.Add("live");
                    break;
                case "Readiness" or "ReadinessAttribute":
                    groups.Add("ready");
                    break;
                case "Startup" or "StartupAttribute":
                    groups.Add("startup");
                    break;
                case "HealthGroup" or "HealthGroupAttribute" when attribute.ArgumentList?.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression, Token.ValueText: var group }:
                    groups.Add(group);
                    break;
            }
        }

        return groups;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;
using Reliability.Declarations.Failover;

namespace Reliability.Analyzers.Retries;

/// <summary>REL0507: a <c>[Retry]</c> on a method that nobody calls <c>[Idempotent]</c>. When an attempt fails nobody knows whether it was done:
/// the order may be placed, and only the answer lost.</summary>
/// <remarks>
/// Silent where the method, one that it overrides or one of an interface that it implements is <c>[Idempotent]</c>, and about lambdas, which
/// nothing tries again (REL0803). An error, because what is done twice cannot be taken back, and because the cure is a word.
/// </remarks>
internal sealed class NotIdempotentRule() : Rule(
    "REL0507", "Retried and not idempotent", Categories.Retries, DiagnosticSeverity.Error,
    "'{0}' may be done twice: an attempt whose answer was lost is made again, and nobody says that doing it twice is doing it once; "
        + "add [Idempotent] if it is, else an idempotency key in what it calls, or leave [Retry] out",
    "Only what is idempotent can be tried again when nobody knows whether it was done.")
{
    /// <summary>The attribute is added; the value is its name as the file can write it.</summary>
    internal const string Add = "AddIdempotent";

    public override void Start(RuleStart start)
    {
        if (start.Type(FailoverTypes.Retry) is not null)
            CarriedAttribute.OnEach(start.Compilation, [FailoverTypes.Retry], Check);
    }

    private void Check(CarriedAttribute retry, SyntaxNodeAnalysisContext node)
    {
        if (retry.Target is not IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method || IsIdempotent(method))
            return;

        var written = retry.Syntax.Name.ToString();
        var qualifier = written.Substring(0, Math.Max(written.LastIndexOf('.'), written.LastIndexOf(':')) + 1);
        node.ReportDiagnostic(Diagnostic.Create(Descriptor, retry.Location, DiagnosticProperties.With(Add, qualifier + "Idempotent"), method.Name));
    }

    private static bool IsIdempotent(IMethodSymbol method)
    {
        for (var self = method; self is not null; self = self.OverriddenMethod)
        {
            if (self.Find(FailoverTypes.Idempotent) is not null)
                return true;
        }

        foreach (var implemented in method.ContainingType.AllInterfaces)
        {
            foreach (var member in implemented.GetMembers())
            {
                // The implementation may be either half of a partial method.
                if (member is IMethodSymbol && member.Find(FailoverTypes.Idempotent) is not null
                    && method.ContainingType.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation
                    && SymbolEqualityComparer.Default.Equals(implementation.PartialDefinitionPart ?? implementation, method))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Measurement;
using Reliability.Analyzers.Overload;
using Reliability.Analyzers.Slo;
using Reliability.Declarations;
using Reliability.Declarations.Failover;

namespace Reliability.Analyzers.Failover;

/// <summary>REL0803: a <c>[Timeout]</c>, <c>[Retry]</c>, <c>[CircuitBreaker]</c>, <c>[Fallback]</c> or <c>[Capacity]</c> that nothing carries
/// out: on a method that is not partial, has no core or returns no task, with a fallback that is missing or shaped otherwise, with
/// numbers that cannot be meant, or without the package.</summary>
/// <remarks>
/// Silent about a <c>[Timeout]</c> or <c>[Capacity]</c> of an endpoint, which the edge carries out, but for a time that is none, and where REL0203 says the same about an
/// <c>[Slo]</c> of the method. An error, because such a method looks protected in every review and is not.
/// </remarks>
internal sealed class CannotBeHonouredRule() : Rule(
    "REL0803", "Failover that nothing carries out", Categories.Failover, DiagnosticSeverity.Error,
    "{0}",
    "A timeout, retry, breaker or fallback that is declared and not carried out protects nobody, and looks as if it did.")
{
    public override void Start(RuleStart start)
    {
        if (start.Type(FailoverTypes.Retry) is not null)
            CarriedAttribute.OnEach(start.Compilation, FailoverTypes.Owners, Check);
    }

    private void Check(CarriedAttribute attribute, SyntaxNodeAnalysisContext node)
    {
        if (attribute.Target is INamedTypeSymbol type)
        {
            CheckType(attribute, type, node);
            return;
        }

        if (attribute.Target is not IMethodSymbol method || method.ReturnType.TypeKind == TypeKind.Error)
            return;

        if (attribute.Data.Is(FailoverTypes.Timeout) && (!method.IsPartialDefinition || FailoverReader.IsLeftToEdge(method)) && IsAtEdge(FailoverTypes.Timeout, method, attribute.Node, node))
            CheckAtEdge(attribute, node);

        // Each of a method's attributes is read with the first of them that nothing else carries out.
        var first = FirstOfBody(method, attribute.Node, node);
        if (first is null || first != attribute.Data)
            return;

        var reach = ReachReader.Of(method, node.Compilation);
        if (!reach.IsMethod)
        {
            if (!SloDeclaration.IsOn(method) || reach.IsCounted)
                Report(attribute, node, FailoverTexts.Unreached(method, reach, Name(attribute)), PartialFixes.Of(method, reach));

            return;
        }

        var isRead = FailoverReader.Read(method, attribute.Node, slo: null, problem => node.ReportDiagnostic(Of(problem))) is { NeedsPackage: true };
        if (isRead && node.Compilation.GetTypeByMetadataName(FailoverTypes.FailoverSite) is null)
            Report(attribute, node, FailoverTexts.NoPackage(method, Name(attribute)), fix: null);
    }

    private void CheckType(CarriedAttribute attribute, INamedTypeSymbol type, SyntaxNodeAnalysisContext node)
    {
        if (!attribute.Data.Is(FailoverTypes.Timeout))
            return;

        if (EndpointShapes.IsController(type) || EndpointShapes.IsGrpcService(type) || EndpointShapes.IsPageModel(type))
            CheckAtEdge(attribute, node);
        else
            Report(attribute, node, FailoverTexts.NoEndpoint(type), fix: null);
    }

    private void CheckAtEdge(CarriedAttribute timeout, SyntaxNodeAnalysisContext node) =>
        FailoverReader.ReadAtEdge(timeout.Data, problem => node.ReportDiagnostic(Of(problem)));

    /// <summary>The first attribute that a body would have to carry out.</summary>
    private static AttributeData? FirstOfBody(IMethodSymbol method, SyntaxNode declaration, SyntaxNodeAnalysisContext node)
    {
        foreach (var name in FailoverTypes.Owners)
        {
            if (method.Find(name) is { } found && !(name is FailoverTypes.Timeout or FailoverTypes.Capacity && IsAtEdge(name, method, declaration, node)))
                return found;
        }

        return null;
    }

    /// <summary>Whether a method, lambda or local function is an endpoint: by its shape, or because a <c>Map…</c> call takes it. Where a lambda is
    /// none, another rule says it of its capacity.</summary>
    private static bool IsAtEdge(string attribute, IMethodSymbol method, SyntaxNode declaration, SyntaxNodeAnalysisContext node) =>
        (method.MethodKind == MethodKind.AnonymousFunction && (attribute == FailoverTypes.Capacity || !AdmittedCalls.IsCertainlyNoEndpoint(declaration, node)))
        || EndpointShapes.IsAction(method) || EndpointShapes.IsGrpcMethod(method) || EndpointShapes.IsPageHandler(method)
        || (!method.IsPartialDefinition && MapIndex.IsMapped(method, node.Compilation, node.CancellationToken));

    private Diagnostic Of(FailoverProblem problem) => Diagnostic.Create(
        Descriptor, problem.Place?.GetLocation() ?? ArgumentSyntax.Location(problem.Attribute, problem.Argument), FailoverTexts.Of(problem));

    private void Report(CarriedAttribute attribute, SyntaxNodeAnalysisContext node, string text, string? fix) => node.ReportDiagnostic(Diagnostic.Create(
        Descriptor, attribute.Location, fix is null ? DiagnosticProperties.None : DiagnosticProperties.With(fix), text));

    private static string Name(CarriedAttribute attribute) => FailoverTexts.Name(attribute.Data);
}

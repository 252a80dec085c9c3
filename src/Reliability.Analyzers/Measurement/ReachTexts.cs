using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>Says why nothing counts for an <c>[Slo]</c>, and what to do.</summary>
internal static class ReachTexts
{
    public static string Of(Reach reach, SloDeclaration declaration)
    {
        var target = declaration.Target;
        return reach.Kind switch
        {
            ReachKind.EndpointIfMapped when target is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } =>
                "No Map… call takes this lambda, so its events are never counted; hand it to MapGet, MapPost, …, or measure its body: " + Measure(declaration),
            ReachKind.EndpointIfMapped when target is IMethodSymbol { MethodKind: MethodKind.LocalFunction } =>
                "No Map… call takes '" + target.Name + "', so its events are never counted; hand it to MapGet, MapPost, …, or measure its body: " + Measure(declaration),
            ReachKind.EndpointIfMapped =>
                "'" + target.Name + "' is neither handed to a Map… call nor partial, so its events are never counted; make it partial, or map it",
            ReachKind.FilterIfEnqueued =>
                "'" + target.Name + "' is neither enqueued as a job nor partial, so its events are never counted; make it partial, or hand it to BackgroundJob.Enqueue, RecurringJob.AddOrUpdate, …",
            ReachKind.NotPartial => "'" + target.Name + "' is not partial, so nothing can be put around its body to count; make it partial",
            ReachKind.PageHandler => "A Razor page is counted as a whole and its handler '" + target.Name + "' never by itself; put the [Slo] on '"
                + target.ContainingType.Name + "', or make the handler partial",
            ReachKind.TypeIsNoEndpoint => "'" + target.Name
                + "' is neither a controller (public, not nested, not generic) nor a page model, gRPC service, hub or consumer, so nothing calls it that could count; put the [Slo] on its partial methods",
            ReachKind.NotDecorable => "No decorator can be put in front of '" + Owner(target) + "' to count, because " + reach.Detail
                + "; put the [Slo] on the methods that implement it",
            ReachKind.NoBody when HasBody(declaration.Node) =>
                "Nothing can be put around the body of '" + target.Name + "' to count, because it stands in an interface; measure it: " + Measure(declaration),
            ReachKind.NoBody => "'" + target.Name + "' has no body here to measure; put the [Slo] on the methods that implement it",
            ReachKind.NotAnOrdinaryMethod =>
                "Nothing can be put around '" + target.Name + "' to count; measure its body: " + Measure(declaration) + ", or move the work to a method and put the [Slo] there",
            ReachKind.AlreadyImplemented => "'" + target.Name + "' has a body already, so none that counts can be generated; rename that body to '"
                + target.Name + "Core' and drop its partial",
            ReachKind.NoCore => "There is no '" + reach.Detail + "' with the parameters and return type of '" + target.Name
                + "' to do its work; add it, or give the one there is that signature",
            ReachKind.OwnerIsClosed => "'" + reach.Detail + "' is not partial or is file-local, so the body of '" + target.Name
                + "' cannot be generated; make it a partial type that other files can see",
            ReachKind.ReturnTypeUnsupported => "'" + target.Name + "' returns " + reach.Detail
                + ", whose end cannot be seen from outside; put the [Slo] on a method that returns a Task, a ValueTask, an IAsyncEnumerable<T> or a plain value",
            ReachKind.NoRuntime => "Package " + reach.Detail + " is not referenced, so nothing counts the events of '" + Name(target)
                + "'; add it: dotnet add package " + reach.Detail,
            _ => "Nothing counts the events of '" + Name(target) + "'",
        };
    }

    /// <summary>Whether code that calls its own site is counted where the layer meant for it does not.</summary>
    public static bool CanMeasureItself(Reach reach) => reach.Kind is ReachKind.EndpointIfMapped or ReachKind.FilterIfEnqueued or ReachKind.NotPartial
        or ReachKind.PageHandler or ReachKind.NoBody or ReachKind.NotAnOrdinaryMethod;

    private static string Measure(SloDeclaration declaration) =>
        ExplicitCalls.Operations + "." + declaration.Identifier + "." + (declaration.Target is IMethodSymbol method ? Measuring(method) : "Measure") + "(…)";

    private static string Measuring(IMethodSymbol method) => ReturnShapes.Of(method) switch
    {
        ReturnShape.Void or ReturnShape.Value or ReturnShape.Reference => "Measure",
        ReturnShape.Stream => "MeasureStream",
        _ => "MeasureAsync",
    };

    private static bool HasBody(SyntaxNode node) => node is BaseMethodDeclarationSyntax { Body: not null } or BaseMethodDeclarationSyntax { ExpressionBody: not null };

    private static string Owner(ISymbol target) => target is INamedTypeSymbol type ? type.Name : target.ContainingType.Name;

    private static string Name(ISymbol target) => target.Name.Length > 0 ? target.Name : "the lambda";
}

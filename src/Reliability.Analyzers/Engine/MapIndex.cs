using Microsoft.CodeAnalysis;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds what is handed to a <c>Map…(…)</c> call anywhere in a compilation.</summary>
internal static class MapIndex
{
    // A name inside a lambda is called by the lambda, not mapped.
    private static readonly HandedOver s_mapped = new(EndpointShapes.IsNamedMap, EndpointShapes.MapsEndpoints, readsLambdas: false);

    /// <summary>Whether a method, local function, variable, field or property is named in an argument of a <c>Map…</c>
    /// call.</summary>
    public static bool IsMapped(ISymbol symbol, Compilation compilation, CancellationToken cancellationToken) =>
        s_mapped.Contains(symbol, compilation, cancellationToken);
}

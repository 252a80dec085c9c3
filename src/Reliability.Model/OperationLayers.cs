namespace Reliability.Model;

/// <summary>The layers by the names that the manifest and people use.</summary>
public static class OperationLayers
{
    /// <summary>All layers.</summary>
    public static IReadOnlyList<OperationLayer> All { get; } =
    [
        OperationLayer.Endpoint, OperationLayer.Method, OperationLayer.Filter, OperationLayer.Decorator, OperationLayer.Explicit, OperationLayer.Metric,
    ];

    /// <summary>The name: <c>endpoint</c>, <c>method</c>, <c>filter</c>, <c>decorator</c>,
    /// <c>explicit</c> or <c>metric</c>.</summary>
    /// <param name="layer">The layer.</param>
    public static string Name(this OperationLayer layer) => layer.ToString().ToLowerInvariant();
}

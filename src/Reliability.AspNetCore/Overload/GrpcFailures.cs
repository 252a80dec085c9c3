using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Reliability.AspNetCore.Overload;

/// <summary>Finds the exception that a gRPC method has thrown, without a reference to gRPC, which catches it and answers UNKNOWN.</summary>
internal static class GrpcFailures
{
    private const string Feature = "Grpc.AspNetCore.Server.IServerCallContextFeature";

    /// <summary>The exception; null where none is known. Asked about calls that have failed only.</summary>
    /// <remarks>gRPC keeps it in the status of the call, for interceptors. One of ours would need a package, and somebody who registers it.</remarks>
    [DynamicDependency("Status", "Grpc.Core.ServerCallContext", "Grpc.Core.Api")]
    [DynamicDependency("DebugException", "Grpc.Core.Status", "Grpc.Core.Api")]
    [UnconditionalSuppressMessage("Trimming", "IL2035", Justification = "Most programs have no gRPC.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What is asked for is kept by the attributes above.")]
    public static Exception? Of(HttpContext context)
    {
        foreach (var (type, feature) in context.Features)
        {
            if (type.FullName != Feature)
                continue;

            var status = feature.GetType().GetProperty("Status")?.GetValue(feature);
            return status?.GetType().GetProperty("DebugException")?.GetValue(status) as Exception;
        }

        return null;
    }
}

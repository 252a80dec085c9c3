using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Reliability.AspNetCore.Overload;

/// <summary>Tells what gRPC has put into the metadata of an endpoint, without a reference to gRPC.</summary>
internal static class GrpcMethods
{
    private const string Metadata = "Grpc.AspNetCore.Server.GrpcMethodMetadata";
    private const string Unary = "Unary";

    public static bool IsGrpc(Endpoint endpoint) => Find(endpoint) is not null;

    /// <summary>Whether a call lasts for as long as its caller or its service goes on sending. Asked once for each endpoint.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Where a property was trimmed away, the call counts as one with an end.")]
    public static bool IsStreaming(Endpoint endpoint)
    {
        if (Find(endpoint) is not { } metadata)
            return false;

        var method = metadata.GetType().GetProperty("Method")?.GetValue(metadata);
        return method?.GetType().GetProperty("Type")?.GetValue(method)?.ToString() is { } type && type != Unary;
    }

    private static object? Find(Endpoint endpoint)
    {
        foreach (var metadata in endpoint.Metadata)
        {
            if (metadata.GetType().FullName == Metadata)
                return metadata;
        }

        return null;
    }
}

using Microsoft.AspNetCore.Http;
using Reliability.AspNetCore.Lifecycle;
using Reliability.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>What is declared about an endpoint.</summary>
/// <param name="OfService">The gate that all endpoints share; null when there is none, or when it is not for this one.</param>
/// <param name="OfEndpoint">The gate of its own or of its class.</param>
/// <param name="Time">How long a request may take.</param>
/// <param name="Declared">How much its requests matter; null when nobody said.</param>
/// <param name="StaysOpen">Whether a call lasts for as long as its caller likes.</param>
/// <param name="Refusal">What is called instead when a request is turned away.</param>
/// <param name="CrossOriginRefusal">The same for a request of a page of another origin.</param>
internal sealed record EndpointCapacity(
    AdmissionGate? OfService, AdmissionGate? OfEndpoint, EndpointTimeout? Time, Criticality? Declared, bool StaysOpen, Endpoint Refusal, Endpoint CrossOriginRefusal)
{
    /// <summary>Its requests among those of the service.</summary>
    public CallKind InService { get; } = new();

    /// <summary>Its requests among those that share its own gate: the endpoints of a class.</summary>
    public CallKind InClass { get; } = new();

    /// <summary>What is called instead when this request is turned away.</summary>
    /// <param name="request">The request.</param>
    public Endpoint RefusalOf(HttpRequest request) => request.Headers.Origin.Count > 0 ? CrossOriginRefusal : Refusal;

    /// <summary>How much a request matters; null when neither the endpoint nor its caller says.</summary>
    /// <param name="asked">What the caller says.</param>
    /// <param name="trustsCallers">Whether a caller may ask for more than is declared.</param>
    public Criticality? CriticalityOf(Criticality? asked, bool trustsCallers)
    {
        if (asked is not { } level)
            return Declared;

        var most = Declared ?? Criticality.Critical;
        return trustsCallers || level < most ? level : most;
    }
}

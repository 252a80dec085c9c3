using System.Net;
using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Listener;

/// <summary>Refuses a place where nobody can listen.</summary>
internal sealed class ProbeListenerOptionsValidator : IValidateOptions<ProbeListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, ProbeListenerOptions options)
    {
        if (options.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            return ValidateOptionsResult.Fail(
                $"{ProbeListenerOptions.Section}:{nameof(options.Port)} is {options.Port}; ports go from 0, any free one, to {IPEndPoint.MaxPort}. Choose the one that "
                + "the probes of the pod ask, such as 8081.");
        }

        return string.IsNullOrEmpty(options.Address) || IPAddress.TryParse(options.Address, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{ProbeListenerOptions.Section}:{nameof(options.Address)} is '{options.Address}', which is not an IP address. Leave it out to listen on all addresses, "
                + "or write one of this machine's, such as 127.0.0.1.");
    }
}

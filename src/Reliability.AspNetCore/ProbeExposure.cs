namespace Reliability.AspNetCore;

/// <summary>Who may see more of a probe than its status: the checks by name, what they say of themselves, how long they took. The status
/// itself is for everybody.</summary>
public enum ProbeExposure
{
    /// <summary>Nobody.</summary>
    StatusOnly,

    /// <summary>Who satisfies the policy <see cref="ProbeExposureOptions.Policy"/>.</summary>
    Authorized,

    /// <summary>Who connects to the port <see cref="ProbeExposureOptions.ManagementPort"/>. It is the port of the connection that counts; what the
    /// request says of it, in its <c>Host</c> header for instance, does not.</summary>
    ManagementPort,
}

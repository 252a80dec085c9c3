using Reliability.Model;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>One objective with the names that its objects have.</summary>
internal sealed record OpenSloIdentity(ServiceIdentity Service, Operation Operation, Objective Objective)
{
    public string Name => OpenSloNames.Of(Service.Name, Operation.Name, Objective.Name);

    public string ServiceName => NameOf(Service);

    public string TargetName => NameOfTarget(Service, Operation.Owner?.OnCall);

    public string PolicyName(BurnRateAlert alert) => OpenSloNames.Of(Service.Name, Operation.Name, Objective.Name, "burn-" + WindowName.Of(alert.LongWindow));

    public static string NameOf(ServiceIdentity service) => OpenSloNames.Of(service.Name);

    /// <summary>Where alerts go. OpenSLO wants a place even where nobody named one; then it is up to Alertmanager.</summary>
    public static string NameOfTarget(ServiceIdentity service, string? onCall) =>
        onCall is null ? OpenSloNames.Of(service.Name, "alertmanager") : OpenSloNames.Of(service.Name, "on-call", onCall);
}

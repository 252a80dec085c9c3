namespace Reliability;

/// <summary>Operations of one host, which are known only when it has started: its endpoints.</summary>
internal interface IHostOperations
{
    /// <summary>Has those that there are follow the configuration of the host.</summary>
    /// <param name="settings">What they follow.</param>
    void FollowSettings(OperationSettingsService settings);
}

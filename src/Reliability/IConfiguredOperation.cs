namespace Reliability;

/// <summary>An operation that follows the configuration.</summary>
internal interface IConfiguredOperation
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Where the configuration speaks of it.</summary>
    string Section => OperationSettings.Operations + ":" + Name;

    /// <summary>Whether what holds for all operations holds for it as well.</summary>
    bool FollowsDefaults => true;

    /// <summary>Reads what it is configured with.</summary>
    /// <param name="values">The values, and where problems are said.</param>
    /// <returns>Takes the values over.</returns>
    Action Read(OperationValues values);

    /// <summary>What is wrong with what is carried out, although each value of it is possible; null when nothing is.</summary>
    string? Problem => null;
}

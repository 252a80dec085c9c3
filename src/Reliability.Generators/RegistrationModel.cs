using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>What an assembly announces when it loads: its own operations, health checks and heartbeats, and those of the assemblies it
/// refers to.</summary>
/// <param name="Namespace">The namespace of the emitted types.</param>
/// <param name="Service">The service that the operations belong to.</param>
/// <param name="IsLibrary">Whether other assemblies announce this one.</param>
/// <param name="Sites">The sites.</param>
/// <param name="Guards">The classes that hold what is around cores besides measuring.</param>
/// <param name="Decorators">The methods that announce decorators.</param>
/// <param name="HasHealth">Whether there are checks or dependencies to announce.</param>
/// <param name="Heartbeats">The heartbeats, by what they are called among all.</param>
/// <param name="References">The registrations of the referenced assemblies.</param>
internal sealed record RegistrationModel(
    string Namespace,
    ServiceIdentity Service,
    bool IsLibrary,
    EquatableArray<AnnouncedSite> Sites,
    EquatableArray<string> Guards,
    EquatableArray<string> Decorators,
    bool HasHealth,
    EquatableArray<string> Heartbeats,
    EquatableArray<string> References)
{
    /// <summary>The model, or null when there is nothing to announce.</summary>
    public static RegistrationModel? Of(OperationSet set, HealthSet health, AssemblyFacts assembly)
    {
        var sites = set.Counted
            .Select(pair => new AnnouncedSite(OperationNames.Identifier(pair.Operation.Name), pair.Declaration.Place))
            .ToEquatableArray();
        var decorators = DecoratorFile.Shapes(set).Select(DecoratorFile.Announcement).ToEquatableArray();
        var guards = set.Guards(assembly).Values.OrderBy(holder => holder, StringComparer.Ordinal).ToEquatableArray();
        return !assembly.HasRuntime || (sites.Count == 0 && guards.Count == 0 && decorators.Count == 0 && health.IsEmpty && assembly.References.Count == 0)
            ? null
            : new(
                assembly.Namespace,
                assembly.Service,
                assembly.IsLibrary,
                sites,
                guards,
                decorators,
                health.Checks.Count + health.Dependencies.Count > 0,
                health.Heartbeats.Select(heartbeat => heartbeat.Identifier).ToEquatableArray(),
                assembly.References);
    }
}

/// <summary>A site and where it is found.</summary>
/// <param name="Identifier">What it is called among the operations.</param>
/// <param name="Place">Where what a framework calls is recognised, if it is that.</param>
internal sealed record AnnouncedSite(string Identifier, OperationPlace? Place);

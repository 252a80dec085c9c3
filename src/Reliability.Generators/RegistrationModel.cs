using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>What an assembly announces when it loads: its own operations, and those of the assemblies it refers to.</summary>
/// <param name="Namespace">The namespace of the emitted types.</param>
/// <param name="Service">The service that the operations belong to.</param>
/// <param name="IsLibrary">Whether other assemblies announce this one.</param>
/// <param name="Identifiers">The classes that hold the sites.</param>
/// <param name="Decorators">The methods that announce decorators.</param>
/// <param name="References">The registrations of the referenced assemblies.</param>
internal sealed record RegistrationModel(
    string Namespace, ServiceIdentity Service, bool IsLibrary, EquatableArray<string> Identifiers, EquatableArray<string> Decorators, EquatableArray<string> References)
{
    /// <summary>The model, or null when there is nothing to announce.</summary>
    public static RegistrationModel? Of(OperationSet set, AssemblyFacts assembly)
    {
        var identifiers = set.Valid.Select(pair => OperationNames.Identifier(pair.Operation.Name)).ToEquatableArray();
        var decorators = DecoratorFile.Shapes(set).Select(DecoratorFile.Announcement).ToEquatableArray();
        return !assembly.HasRuntime || (identifiers.Count == 0 && decorators.Count == 0 && assembly.References.Count == 0)
            ? null
            : new(assembly.Namespace, assembly.Service, assembly.IsLibrary, identifiers, decorators, assembly.References);
    }
}

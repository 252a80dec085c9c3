using Reliability.Artifacts.Yaml;
using Reliability.Model;

namespace Reliability.Artifacts;

/// <summary>Collects what a file promises, objective by objective.</summary>
internal sealed class ImportedPromises
{
    private readonly Dictionary<string, Service> _services = new(StringComparer.Ordinal);
    private readonly List<ImportRemark> _remarks = [];

    /// <summary>Says that something is left out.</summary>
    public void Remark(int line, string text) => _remarks.Add(new(line, text));

    /// <summary>Adds a service, whether it promises anything or not.</summary>
    public void Declare(ServiceIdentity service, Ownership? owner) => _services.TryAdd(service.Name, new(service, owner));

    /// <summary>Adds an operation with one objective; several objectives of one operation come one by one, and agree on everything
    /// else.</summary>
    public void Add(YamlPlace place, string service, Operation operation)
    {
        Declare(new() { Name = service }, null);
        var operations = _services[service].Operations;
        if (!operations.TryGetValue(operation.Name, out var known))
        {
            operations.Add(operation.Name, (operation, place.Line));
            return;
        }

        if (Unpromised(known.Operation) != Unpromised(operation))
        {
            throw place.Invalid(
                $"the operation '{Printable.Text(operation.Name)}' is another one in line {known.Line}: owner, window, indicator or what is noted of it differ",
                "Let all objectives of an operation say the same, or give it another name.");
        }

        var objective = operation.Level.Objectives[0];
        if (known.Operation.Level.Objectives.Any(other => other.Name == objective.Name))
        {
            throw place.Invalid(
                $"the operation '{Printable.Text(operation.Name)}' promises {objective.Name} already in line {known.Line}", "Keep one of the two, or give one another name.");
        }

        var level = known.Operation.Level;
        operations[operation.Name] = (known.Operation with { Level = level with { Objectives = level.Objectives.Append(objective).ToEquatableArray() } }, known.Line);
    }

    public ImportResult Result() => new(
        [.. _services.Values.OrderBy(service => service.Identity.Name, StringComparer.Ordinal).Select(service => service.Manifest())],
        [.. _remarks.OrderBy(remark => remark.Line)]);

    private static Operation Unpromised(Operation operation) => operation with { Level = operation.Level with { Objectives = default } };

    private sealed record Service(ServiceIdentity Identity, Ownership? Owner)
    {
        public SortedDictionary<string, (Operation Operation, int Line)> Operations { get; } = new(StringComparer.Ordinal);

        public ServiceManifest Manifest() => new()
        {
            Service = Identity, Owner = Owner, Operations = Operations.Values.Select(known => known.Operation).ToEquatableArray(),
        };
    }
}

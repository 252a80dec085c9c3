using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>Reads OpenSLO v1, whoever wrote it. What we have written ourselves comes back whole; of what others have written, whatever
/// cannot be promised here is said.</summary>
public static class OpenSloReader
{
    /// <summary>Reads the objects of a file.</summary>
    /// <param name="file">The name of the file, for messages.</param>
    /// <param name="text">What is in it.</param>
    /// <exception cref="ImportException">It is not OpenSLO v1, or contradicts itself.</exception>
    public static ImportResult Read(string file, string text)
    {
        var objects = OpenSloFile.Read(file, text);
        var promises = new ImportedPromises();
        foreach (var service in objects.Of("Service"))
            Declare(service, promises);

        foreach (var slo in objects.Of("SLO"))
        {
            var spec = SloSpec.Read(slo.Spec!);
            if (slo.Metadata.Ours(Annotations.Operation) is { } operation)
                OwnPromise.Add(new(objects, slo, spec, promises), operation);
            else
                ForeignPromise.Add(new(objects, slo, spec, promises));
        }

        foreach (var indicator in objects.Of("SLI").Where(sli => !objects.Of("SLO").Any(slo => slo.Spec!.OptionalMember("indicatorRef")?.Text() == sli.Metadata.Name)))
            promises.Remark(indicator.Place.Line, $"the SLI '{indicator.Metadata.Name}' is left out: no SLO of this file refers to it.");

        return promises.Result();
    }

    private static void Declare(OpenSloObject service, ImportedPromises promises)
    {
        AnnotationReader.MustBeKnown(service.Metadata, Annotations.OfService);
        promises.Declare(AnnotationReader.Service(service.Metadata), AnnotationReader.Owner(service.Metadata) ?? ForeignPromise.Owner(service.Metadata));
    }
}

/// <summary>An SLO on its way into the model.</summary>
internal sealed record OpenSloTask(OpenSloFile Objects, OpenSloObject Slo, SloSpec Spec, ImportedPromises Promises)
{
    public int Line => Slo.Place.Line;

    /// <summary>The true name of the service, which OpenSLO's name may be a substitute of.</summary>
    public string ServiceName => Objects.Find("Service", Spec.Service.Text()) is { } service
        ? AnnotationReader.Service(service.Metadata).Name
        : Spec.Service.Text();

    /// <summary>The policies of this file that the SLO refers to or writes out.</summary>
    public IEnumerable<AlertPolicySpec?> Policies() => Spec.AlertPolicies.Select(policy => policy.Value is YamlText
        ? Policy(policy.Text())
        : policy.OptionalMember("alertPolicyRef") is { } name ? Policy(name.Text()) : AlertPolicySpec.Read(policy.OptionalMember("spec")!));

    public AlertConditionSpec? Condition(AlertPolicySpec? policy) =>
        policy?.Condition ?? (policy?.ConditionRef is { } name && Objects.Find("AlertCondition", name) is { } found ? AlertConditionSpec.Read(found.Spec!) : null);

    public void Remark(int line, string text) => Promises.Remark(line, $"SLO '{Slo.Metadata.Name}': {text}");

    private AlertPolicySpec? Policy(string name) => Objects.Find("AlertPolicy", name) is { } found ? AlertPolicySpec.Read(found.Spec!) : null;
}

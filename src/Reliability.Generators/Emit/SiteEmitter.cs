using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Generators.Emit;

/// <summary>Emits the sites: a property for people, and one nested class for each that holds it, so that an operation added under
/// Hot Reload is a new class and not a field of a class that was initialised before.</summary>
internal static class SiteEmitter
{
    public static void Emit(SourceWriter source, HookFile file)
    {
        if (file.Hooks.All(hook => hook is { Operation: null, Guard: null }))
            return;

        using (source.Open("namespace " + file.Namespace))
        using (source.Open("internal static partial class " + ExplicitCalls.Operations))
        {
            foreach (var hook in file.Hooks)
            {
                if (hook.Operation is { } operation)
                    EmitSite(source, hook, operation);

                if (hook.Guard is { } guard)
                    FailoverEmitter.EmitSite(source, guard);
            }
        }
    }

    /// <summary>The expression for a site.</summary>
    public static string Site(string space, string identifier) => $"global::{space}.{ExplicitCalls.Operations}.{Holder(identifier)}.Site";

    /// <summary>The class that holds the site of an operation.</summary>
    public static string Holder(string identifier) => "__" + identifier;

    private static void EmitSite(SourceWriter source, Hook hook, Operation operation)
    {
        source.Line($"/// <summary>{Literals.InComment(operation.Name)}</summary>");
        source.Line($"[{Markers.GeneratedCode}]");
        source.Line($"internal static global::Reliability.OperationSite {hook.Identifier} => {Holder(hook.Identifier)}.Site;");
        source.Line();
        source.Line($"[{Markers.GeneratedCode}]");
        using (source.Open($"internal static class {Holder(hook.Identifier)}"))
        {
            using (source.Open(
                "internal static readonly global::Reliability.OperationSite Site = global::Reliability.OperationSite.Create(__service, new global::Reliability.Model.Operation",
                end: $"}}){JudgedBy(hook.GoodResponse)};"))
            {
                EmitOperation(source, operation);
            }
        }
    }

    private static string JudgedBy(string? good) =>
        good is null ? "" : $".JudgedBy(static context => {good}((global::Microsoft.AspNetCore.Http.HttpContext)context))";

    private static void EmitOperation(SourceWriter source, Operation operation)
    {
        source.Line($"Name = {Literals.Of(operation.Name)},");
        source.Line($"Function = {Literals.OrNull(operation.Function)},");
        source.Line($"Layer = global::Reliability.Model.OperationLayer.{operation.Layer},");
        if (operation.Owner is { } owner)
            source.Line($"Owner = new global::Reliability.Model.Ownership {{ Team = {Literals.Of(owner.Team)}, OnCall = {Literals.OrNull(owner.OnCall)}, Chat = {Literals.OrNull(owner.Chat)} }},");

        using (source.Open("Level = new global::Reliability.Model.ServiceLevel", end: "},"))
        {
            source.Line($"Objectives = {ArrayOf(operation.Level.Objectives.Select(Objective))},");
            source.Line($"WindowDays = {Literals.Of(operation.Level.WindowDays)},");
            source.Line($"Runbook = {Literals.OrNull(operation.Level.Runbook)},");
            if (operation.Level.ExcludedExceptions.Count > 0)
                source.Line($"ExcludedExceptions = {ArrayOf(operation.Level.ExcludedExceptions.Select(Literals.Of))},");
        }
    }

    private static string ArrayOf(IEnumerable<string> items) => $"global::Reliability.Model.EquatableArray.Of({string.Join(", ", items)})";

    private static string Objective(Objective objective) => objective.ThresholdMilliseconds is { } threshold
        ? $"global::Reliability.Model.Objective.Latency({Literals.Of(objective.Target)}, {Literals.Of(threshold)})"
        : $"global::Reliability.Model.Objective.Availability({Literals.Of(objective.Target)})";
}

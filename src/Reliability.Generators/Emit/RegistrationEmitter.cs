using Reliability.Declarations;
using Reliability.Declarations.Health;

namespace Reliability.Generators.Emit;

/// <summary>Emits the code that announces every operation of the assembly when it loads: explicit calls, nothing is
/// searched for.</summary>
internal static class RegistrationEmitter
{
    public const string HintName = "Reliability.Registration.g.cs";

    public static string Emit(RegistrationModel model)
    {
        var source = new SourceWriter();
        using (source.Open("namespace " + model.Namespace))
        {
            EmitService(source, model);
            source.Line();
            EmitRegistration(source, model);
        }

        return source.ToString();
    }

    private static void EmitService(SourceWriter source, RegistrationModel model)
    {
        source.Line("/// <summary>The operations of this assembly.</summary>");
        source.Line($"[{Markers.GeneratedCode}]");
        using (source.Open("internal static partial class " + ExplicitCalls.Operations))
        {
            using (source.Open("internal static readonly global::Reliability.Model.ServiceIdentity __service = new global::Reliability.Model.ServiceIdentity", end: "};"))
            {
                source.Line($"Name = {Literals.Of(model.Service.Name)},");
                source.Line($"Tier = {Literals.OrNull(model.Service.Tier)},");
                source.Line($"System = {Literals.OrNull(model.Service.System)},");
            }
        }
    }

    private static void EmitRegistration(SourceWriter source, RegistrationModel model)
    {
        var access = model.IsLibrary ? "public" : "internal";
        source.Line("/// <summary>Announces the operations of this assembly and of those it refers to.</summary>");
        source.Line($"[{Markers.GeneratedCode}]");
        source.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        using (source.Open($"{access} static partial class {GeneratedCode.Registration}"))
        {
            source.Line("private static int s_done;");
            source.Line();
            source.Line("/// <summary>Runs when the assembly loads.</summary>");
            source.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
            source.Line("internal static void Initialize() => Register();");
            source.Line();
            source.Line("/// <summary>Announces the operations; a second call does nothing.</summary>");
            using (source.Open($"{access} static void Register()"))
                EmitCalls(source, model);

            source.Line();
            source.Line("/// <summary>Announces those of this assembly; runs again after each edit of the running program.</summary>");
            using (source.Open("private static void Announce()"))
            {
                // Lines stand here and not in the fields that hold the sites, which an edit cannot initialise again.
                foreach (var site in model.Sites)
                    source.Line($"_ = {ExplicitCalls.Operations}.{site.Identifier}{At(site.Place)};");

                // A loop that hangs before its first beat is known all the same.
                foreach (var heartbeat in model.Heartbeats)
                    source.Line($"_ = {HeartbeatReader.Heartbeats}.{heartbeat};");

                foreach (var guard in model.Guards)
                    source.Line($"_ = {ExplicitCalls.Operations}.{guard}.Site;");
            }
        }
    }

    private static void EmitCalls(SourceWriter source, RegistrationModel model)
    {
        source.Line("if (global::System.Threading.Interlocked.Exchange(ref s_done, 1) != 0)");
        source.Line("    return;");
        source.Line();
        foreach (var reference in model.References)
            source.Line($"{reference}.Register();");

        source.Line("Announce();");
        if (model.HasHealth)
            source.Line(HealthEmitter.Announcement + "();");

        foreach (var decorator in model.Decorators)
            source.Line($"{decorator}();");
    }

    private static string At(OperationPlace? place) =>
        place is null ? "" : $".At({Literals.Of(place.DeclaringType)}, {Literals.OrNull(place.Member)}, {Literals.Of(place.Line)})";
}

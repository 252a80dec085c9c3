using System.Globalization;
using Reliability.Declarations;
using Reliability.Declarations.Health;

namespace Reliability.Generators.Emit;

/// <summary>Emits what announces checks and dependencies, and the heartbeats.</summary>
internal static class HealthEmitter
{
    public const string HintName = "Reliability.Health.g.cs";

    /// <summary>The method that announces checks and dependencies.</summary>
    public const string Announcement = "AnnounceHealth";

    private const string Health = "global::Reliability.Health.";

    public static string Emit(HealthFile file)
    {
        var source = new SourceWriter();
        using (source.Open("namespace " + file.Namespace))
        {
            if (file.Checks.Count + file.Dependencies.Count > 0)
                EmitAnnouncement(source, file);

            if (file.Checks.Count + file.Dependencies.Count > 0 && file.Heartbeats.Count > 0)
                source.Line();

            if (file.Heartbeats.Count > 0)
                EmitHeartbeats(source, file);
        }

        return source.ToString();
    }

    private static void EmitAnnouncement(SourceWriter source, HealthFile file)
    {
        using (source.Open("static partial class " + GeneratedCode.Registration))
        {
            using (source.Open($"private static void {Announcement}()"))
            {
                foreach (var dependency in file.Dependencies)
                    source.Line($"{Health}HealthDeclarations.Add(new {Health}DeclaredDependency({Literals.Of(dependency.Name)}, {Literals.Of(dependency.IsRequired)}));");

                for (var i = 0; i < file.Checks.Count; i++)
                    source.Line($"{Health}HealthDeclarations.Add({Check(i)}());");
            }

            for (var i = 0; i < file.Checks.Count; i++)
                EmitCheck(source, file.Checks[i], Check(i));
        }
    }

    private static string Check(int index) => "Check" + Literals.Of(index);

    private static void EmitCheck(SourceWriter source, CheckDeclaration check, string method)
    {
        source.Line();
        if (check.Method.IsObsolete)
            source.Line("[global::System.Obsolete]");

        using (source.Open($"private static {Health}DeclaredCheck {method}() => new {Health}DeclaredCheck", end: "};"))
        {
            source.Line($"Name = {Literals.Of(check.Name)},");
            source.Line($"Groups = {Groups(check)},");
            if (check.TimeoutMilliseconds is { } timeout)
                source.Line($"Timeout = {Milliseconds(timeout)},");

            if (check.CacheMilliseconds is { } cache)
                source.Line($"CacheFor = {Milliseconds(cache)},");

            if (check.IsOptional)
                source.Line("IsOptional = true,");

            source.Lines($"Check = {Asking(check.Method)},");
        }
    }

    private static string Groups(CheckDeclaration check) => check.Groups.Count == 0
        ? "global::System.Array.Empty<string>()"
        : $"new string[] {{ {string.Join(", ", check.Groups.Select(Literals.Of))} }}";

    private static string Asking(CheckMethod method)
    {
        var arguments = method.TakesToken ? "(token)" : "()";
        return method.IsStatic
            ? $"static (services, token) => {Health}HealthTargets.Result({method.Type}.{method.Name}{arguments})"
            : $"static (services, token) => {Health}HealthTargets.Ask<{method.Type}>(\n    services, static (target, token) => {Health}HealthTargets.Result(target.{method.Name}{arguments}), token)";
    }

    private static string Milliseconds(int value) => $"global::System.TimeSpan.FromMilliseconds({Literals.Of(value)}d)";

    /// <summary>One nested class for each, so that a heartbeat added under Hot Reload is a new class and not a field of a class that was
    /// initialised before.</summary>
    private static void EmitHeartbeats(SourceWriter source, HealthFile file)
    {
        source.Line("/// <summary>The heartbeats of this assembly.</summary>");
        source.Line($"[{Markers.GeneratedCode}]");
        using (source.Open("internal static partial class " + HeartbeatReader.Heartbeats))
        {
            for (var i = 0; i < file.Heartbeats.Count; i++)
            {
                if (i > 0)
                    source.Line();

                EmitHeartbeat(source, file.Heartbeats[i]);
            }
        }
    }

    private static void EmitHeartbeat(SourceWriter source, HeartbeatDeclaration heartbeat)
    {
        var holder = SiteEmitter.Holder(heartbeat.Identifier);
        source.Line($"/// <summary>{Literals.InComment(heartbeat.Name)}</summary>");
        source.Line($"internal static {Health}Heartbeat {heartbeat.Identifier} => {holder}.Heartbeat;");
        source.Line();
        using (source.Open("private static class " + holder))
        {
            source.Lines($"""
                internal static readonly {Health}Heartbeat Heartbeat = {Health}Heartbeat.Create(
                    {Literals.Of(heartbeat.Name)}, global::System.TimeSpan.FromSeconds({Seconds(heartbeat)}), typeof({heartbeat.Type}){(heartbeat.MayIdle ? ", mayIdle: true" : "")});
                """);
        }
    }

    private static string Seconds(HeartbeatDeclaration heartbeat) => heartbeat.MaxSilenceSeconds.ToString("R", CultureInfo.InvariantCulture) + "d";
}

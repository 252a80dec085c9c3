using System.CommandLine;
using System.Text.Json;
using Reliability.Benchmarks.Hooks;
using Reliability.Benchmarks.Hooks.Measuring;

namespace Reliability.Benchmarks;

/// <summary>What <c>hooks --quick</c> starts for each subject and listener.</summary>
internal static class TurnsCommand
{
    public const string Name = "turns";

    public static Command Create()
    {
        var subject = new Argument<string>("subject");
        var listener = new Argument<ListenerState>("listener");
        var command = new Command(Name, "Measures one subject under one listener; prints JSON.") { subject, listener };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var type = Subject.All.Single(type => Subject.NameOf(type) == parsed.GetValue(subject));
            Console.Out.WriteLine(JsonSerializer.Serialize(Turns.Measure(type, parsed.GetValue(listener))));
        });
        return command;
    }
}

using System.CommandLine;
using Reliability.Benchmarks.Probes;

namespace Reliability.Benchmarks;

/// <summary><c>probes</c>: what a probe costs the service that answers it, beside the framework's with the same checks.</summary>
internal static class ProbesCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Turns of each contender.", DefaultValueFactory = _ => 41 };
        var command = new Command("probes", "Processor time and bytes of a probe, and of a sign of life.") { rounds };
        command.SetAction((parsed, _) => MeasureAsync(parsed.GetValue(rounds)));
        return command;
    }

    private static async Task MeasureAsync(int rounds)
    {
        var contenders = await ProbeContender.StartAllAsync();
        await ProbeTurns.MeasureAsync(contenders, rounds);
        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Console.WriteLine("| GET /health/ready, three checks that answer at once | processor time, µs | bytes | above the endpoint, µs | bytes |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        var floor = contenders[0];
        foreach (var it in contenders)
        {
            var aboveTime = ProbeTurns.Middle(it.Nanoseconds.Zip(floor.Nanoseconds, (own, other) => own - other));
            var aboveBytes = ProbeTurns.Middle(it.Bytes) - ProbeTurns.Middle(floor.Bytes);
            Console.WriteLine($"| {it.Name} | {ProbeTurns.Middle(it.Nanoseconds) / 1000:0.00} | {ProbeTurns.Middle(it.Bytes):#,0} | {aboveTime / 1000:0.00} | {aboveBytes:#,0} |");
        }

        Console.WriteLine();
        Console.WriteLine("| sign of life | ns | bytes |");
        Console.WriteLine("| --- | ---: | ---: |");
        foreach (var (name, nanoseconds, bytes) in HeartbeatCost.Measure())
            Console.WriteLine($"| `{name}` | {nanoseconds:0.0} | {bytes:0} |");
    }
}

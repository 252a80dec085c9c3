using System.CommandLine;
using Reliability.Benchmarks.Rules;

namespace Reliability.Benchmarks;

/// <summary><c>rules</c>: how many samples a real Prometheus loads to evaluate our rules once, beside rules as the SRE workbook and sloth
/// write them.</summary>
internal static class RulesCommand
{
    public static Command Create()
    {
        var slos = new Option<int>("--slos") { Description = "How many SLOs.", DefaultValueFactory = _ => 1000 };
        var command = new Command("rules", "Samples that Prometheus loads for one evaluation of all rules.") { slos };
        command.SetAction((parsed, cancellation) => MeasureAsync(parsed.GetValue(slos), cancellation));
        return command;
    }

    private static async Task MeasureAsync(int slos, CancellationToken cancellation)
    {
        Console.WriteLine($"{slos} SLOs of 99.9 % over 30 days, {History.Replicas} replicas, scraped and evaluated once a minute; {Machine.Description}");
        await using var prometheus = await Prometheus.StartAsync(cancellation);
        var history = new History(slos);
        await history.WriteAsync(prometheus, cancellation);
        Console.WriteLine($"{history.Samples:N0} samples of history");
        Console.WriteLine();
        Console.WriteLine("| rules | expressions | samples loaded | of the workbook's | seconds |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        long? first = null;
        foreach (var (name, expressions) in RuleSets.Of(slos))
        {
            var cost = await prometheus.CostAsync(expressions, history.End, cancellation);
            first ??= cost.Samples;
            Console.WriteLine($"| {name} | {expressions.Count:N0} | {cost.Samples:N0} | {(double)cost.Samples / first.Value:0.0000} | {cost.Elapsed.TotalSeconds:0.0} |");
        }
    }
}

using System.Globalization;

namespace Reliability.ListenerCost;

/// <summary>What Linux says of a process, in MB of 1024 kB.</summary>
/// <param name="Resident">All pages in memory, those of files included that other processes share.</param>
/// <param name="Private">The pages that are its own and would be free without it.</param>
internal readonly record struct Memory(double Resident, double Private)
{
    public static Memory Of(int process)
    {
        var lines = File.ReadAllLines($"/proc/{process}/smaps_rollup");
        return new(Sum(lines, "Rss:"), Sum(lines, "Private_Dirty:") + Sum(lines, "Private_Clean:"));
    }

    public static Memory Median(IReadOnlyList<Memory> all) => new(Median(all, static it => it.Resident), Median(all, static it => it.Private));

    private static double Median(IReadOnlyList<Memory> all, Func<Memory, double> value) => all.Select(value).Order().ElementAt(all.Count / 2);

    private static double Sum(IEnumerable<string> lines, string name) => lines
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) / 1024;
}

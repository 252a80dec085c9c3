using System.Globalization;

namespace Reliability.Corpus.Packages;

/// <summary>Orders package versions, as far as choosing the highest of several needs it.</summary>
internal sealed class PackageVersionComparer : IComparer<string>
{
    public static PackageVersionComparer Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (first, firstLabel) = Parse(x ?? "");
        var (second, secondLabel) = Parse(y ?? "");
        if (first.CompareTo(second) is var numbers && numbers != 0)
            return numbers;

        return (firstLabel.Length, secondLabel.Length) switch
        {
            (0, 0) => 0,
            (0, _) => 1,
            (_, 0) => -1,
            _ => string.CompareOrdinal(firstLabel, secondLabel),
        };
    }

    private static ((int A, int B, int C, int D) Numbers, string Label) Parse(string version)
    {
        var parts = version.Split('-', 2);
        var numbers = parts[0].Split('.').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return ((At(0), At(1), At(2), At(3)), parts.Length > 1 ? parts[1] : "");

        int At(int index) => index < numbers.Length ? numbers[index] : 0;
    }
}

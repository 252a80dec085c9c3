using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Reliability.Benchmarks.Hooks;

/// <summary>All subjects, found by their base class.</summary>
internal static class Subject
{
    private const string Suffix = "Benchmarks";

    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(HookBenchmarks).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(HookBenchmarks)))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    public static string NameOf(Type benchmarks) => benchmarks.Name[..^Suffix.Length];

    /// <summary>The subjects whose name contains a text, or all.</summary>
    public static IReadOnlyList<Type> Named(string? part) =>
        [.. All.Where(type => part is null || NameOf(type).Contains(part, StringComparison.OrdinalIgnoreCase))];

    public static IEnumerable<MethodInfo> Contenders(Type benchmarks) =>
        benchmarks.GetMethods().Where(method => method.IsDefined(typeof(BenchmarkAttribute)));
}

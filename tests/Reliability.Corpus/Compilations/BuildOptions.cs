using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Corpus.Compilations;

/// <summary>Tells analyzers what a build would tell them of a project. The repository's own .editorconfig is not heeded:
/// it could only turn off what is to be seen here.</summary>
internal sealed class BuildOptions : AnalyzerConfigOptionsProvider
{
    private readonly Properties _global;

    private BuildOptions(Properties global) => _global = global;

    public override AnalyzerConfigOptions GlobalOptions => _global;

    public static BuildOptions Of(IEnumerable<KeyValuePair<string, string>> properties) =>
        new(new Properties(properties.ToImmutableDictionary(property => $"build_property.{property.Key}", property => property.Value, StringComparer.OrdinalIgnoreCase)));

    public static BuildOptions OfGlobal(ImmutableDictionary<string, string> options) => new(new Properties(options));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Properties.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => Properties.None;

    private sealed class Properties(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public static Properties None { get; } = new(ImmutableDictionary<string, string>.Empty);

        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Corpus.Packages;

namespace Reliability.Corpus.Compilations;

/// <summary>The source generators that .NET itself brings along: without them the logging methods, regular expressions and
/// serializers of real code would be errors. No others are run.</summary>
internal static class FrameworkGenerators
{
    private static readonly string[] s_assemblies =
    [
        "Microsoft.Extensions.Logging.Generators", "Microsoft.Extensions.Options.SourceGeneration", "Microsoft.Interop.ComInterfaceGenerator",
        "Microsoft.Interop.LibraryImportGenerator", "System.Text.Json.SourceGeneration", "System.Text.RegularExpressions.Generator",
    ];

    private static readonly Lazy<ImmutableArray<ISourceGenerator>> s_generators = new(Load);

    public static ImmutableArray<SyntaxTree> Run(CSharpCompilation compilation, CSharpParseOptions parseOptions, AnalyzerConfigOptionsProvider options) =>
        CSharpGeneratorDriver.Create(s_generators.Value, parseOptions: parseOptions, optionsProvider: options)
            .RunGenerators(compilation)
            .GetRunResult()
            .GeneratedTrees;

    private static ImmutableArray<ISourceGenerator> Load()
    {
        var folders = FrameworkReferences.Generators.ToList();
        var loader = new AnalyzerLoader(folders);
        return [.. folders
            .SelectMany(folder => s_assemblies.Select(name => Path.Combine(folder, name + ".dll")))
            .Where(File.Exists)
            .SelectMany(path => new AnalyzerFileReference(path, loader).GetGenerators(LanguageNames.CSharp))];
    }
}

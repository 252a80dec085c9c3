using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Corpus.Compilations;

namespace Reliability.Corpus.Cost;

/// <summary>The analyzers that others run today, from the packages that this project downloads.</summary>
internal static partial class ComparedAnalyzers
{
    public static Competitor Load(string package)
    {
        var folder = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == package).Value!;
        var assemblies = Assemblies(Path.Combine(folder, "analyzers", "dotnet"));
        var loader = new AnalyzerLoader([Path.GetDirectoryName(assemblies[0])!]);
        return new Competitor(package, [.. assemblies
            .Where(path => !path.Contains("CodeFix", StringComparison.OrdinalIgnoreCase))
            .SelectMany(path => Analyzers(path, loader))]);
    }

    /// <summary>The C# assemblies; of several folders, the one for the newest Roslyn that is not newer than ours.</summary>
    private static string[] Assemblies(string folder)
    {
        var host = typeof(Compilation).Assembly.GetName().Version!;
        var versioned = Directory.EnumerateDirectories(folder, "roslyn*")
            .Select(directory => (Directory: directory, Version: Version.Parse(Number().Match(directory).Value)))
            .Where(candidate => candidate.Version <= host)
            .OrderByDescending(candidate => candidate.Version)
            .Select(candidate => candidate.Directory)
            .FirstOrDefault();
        var files = Directory.EnumerateFiles(Path.Combine(versioned ?? folder, "cs"), "*.dll").Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw new FileNotFoundException($"No analyzers in {folder}.");
    }

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers(string path, AnalyzerLoader loader)
    {
        var reference = new AnalyzerFileReference(path, loader);
        reference.AnalyzerLoadFailed += (_, failure) => throw new InvalidOperationException($"{path}: {failure.Message}", failure.Exception);
        return reference.GetAnalyzers(LanguageNames.CSharp);
    }

    [GeneratedRegex(@"\d+\.\d+$")]
    private static partial Regex Number();
}

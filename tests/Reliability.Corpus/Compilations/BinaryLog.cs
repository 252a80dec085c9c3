using Microsoft.Build.Logging.StructuredLogger;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SourceText = Microsoft.CodeAnalysis.Text.SourceText;

namespace Reliability.Corpus.Compilations;

/// <summary>The compilations of a build that was logged with <c>-bl</c>: exactly what the compiler got, where a build is to
/// be had.</summary>
internal static class BinaryLog
{
    private const string CompilerSuffix = "csc.dll";

    public static IReadOnlyList<CompilableProject> Read(string path)
    {
        var build = Microsoft.Build.Logging.StructuredLogger.BinaryLog.ReadBuild(path);
        return [.. build.FindChildrenRecursive<CscTask>()
            .Select(task => (Task: task, Directory: task.GetNearestParent<Project>()?.ProjectDirectory))
            .Where(found => found.Directory is not null && !string.IsNullOrEmpty(found.Task.CommandLineArguments))
            .OrderBy(found => found.Directory, StringComparer.Ordinal)
            .Select(found => Prepare(found.Task.CommandLineArguments, found.Directory!))
            .OfType<CompilableProject>()
            .DistinctBy(project => project.Name)];
    }

    private static CompilableProject? Prepare(string commandLine, string directory)
    {
        var words = CommandLineParser.SplitCommandLineIntoArguments(commandLine, removeHashComments: true)
            .SkipWhile(word => !word.StartsWith('/') || word.EndsWith(CompilerSuffix, StringComparison.OrdinalIgnoreCase) || File.Exists(word) && !SourceName(word))
            .ToList();
        var arguments = CSharpCommandLineParser.Default.Parse(words, directory, sdkDirectory: null);
        if (arguments.CompilationName is null && arguments.SourceFiles.IsEmpty)
            return null;

        var global = Options(arguments);
        var project = new CompilableProject
        {
            Name = $"{arguments.CompilationName ?? Path.GetFileName(directory)} ({directory})",
            AssemblyName = arguments.CompilationName ?? Path.GetFileName(directory),
            Options = arguments.CompilationOptions.WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default),
            Sources = [.. arguments.SourceFiles.Select(file => file.Path).Where(file => File.Exists(file) && !IsGenerated(file)).Select(file => Parse(file, arguments.ParseOptions))],
            Generated = [.. arguments.SourceFiles.Select(file => file.Path).Where(file => File.Exists(file) && IsGenerated(file)).Select(file => Parse(file, arguments.ParseOptions))],
            References = [.. arguments.MetadataReferences.Where(reference => File.Exists(reference.Reference)).Select(reference => Reference(reference, directory))],
            BuildOptions = global,
        };
        return project with { Generated = project.Generated.AddRange(FrameworkGenerators.Run(project.Compile(), arguments.ParseOptions, global)) };
    }

    private static bool SourceName(string word) => word.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    private static bool IsGenerated(string path) => path.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal);

    private static BuildOptions Options(CSharpCommandLineArguments arguments)
    {
        var configs = arguments.AnalyzerConfigPaths.Where(File.Exists)
            .Select(path => AnalyzerConfig.Parse(File.ReadAllText(path), path))
            .ToList();
        return BuildOptions.OfGlobal(AnalyzerConfigSet.Create(configs).GlobalConfigOptions.AnalyzerOptions);
    }

    private static MetadataReference Reference(CommandLineReference reference, string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, reference.Reference));
        return RepositoryCompiler.Reference(path).WithProperties(reference.Properties);
    }

    private static SyntaxTree Parse(string file, CSharpParseOptions options)
    {
        using var stream = File.OpenRead(file);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream), options, file);
    }
}

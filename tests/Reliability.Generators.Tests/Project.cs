using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.Generators.Tests;

/// <summary>A user's project in memory: files, references, and what the generator makes of them.</summary>
internal sealed record Project
{
    private static readonly string[] s_runtime = ["Reliability", "Reliability.Abstractions", "Reliability.Model"];
    private static readonly ImmutableArray<MetadataReference> s_platform = Platform();
    private static int s_count;

    /// <summary>Each project has a name of its own, because operations are registered for the whole process.</summary>
    public string Name { get; init; } = "Project" + Interlocked.Increment(ref s_count);

    public ImmutableArray<(string Path, string Text)> Files { get; init; } = [];

    public ImmutableArray<MetadataReference> References { get; init; } = [.. s_platform, .. s_runtime.Select(Reference)];

    public OutputKind Kind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public string? SourceRoot { get; init; }

    /// <summary>Whether an editor or dotnet watch looks at the project, and no assembly comes of it.</summary>
    public bool IsDesignTime { get; init; }

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    /// <summary>Where a generated namespace begins.</summary>
    public string Namespace => Declarations.GeneratedCode.Namespace(Name);

    /// <summary>A project of one file that uses what most files use.</summary>
    public static Project Of(string text) => new Project().With("/repo/src/File.cs", Usings + text);

    /// <summary>The package for web services is recognised by one of its types.</summary>
    public static Project WithEndpoints(string text)
    {
        var package = new Project { Name = "Reliability.AspNetCore" }.With("/a.cs", "namespace Reliability.AspNetCore { public class ReliabilityOptions { } }");
        return Of(text).Referring(package.Compile().ToMetadataReference());
    }

    public const string Usings = "using System; using System.Threading; using System.Threading.Tasks; using Reliability;\n";

    /// <summary>The project with one more file, or with another text in a file that it has.</summary>
    public Project With(string path, string text)
    {
        var known = Files.Select(file => file.Path).ToList().IndexOf(path);
        return this with { Files = known < 0 ? Files.Add((path, text)) : Files.SetItem(known, (path, text)) };
    }

    /// <summary>The project with a text replaced that occurs in exactly one file.</summary>
    public Project Edit(string old, string replacement)
    {
        var (path, text) = Files.Single(file => file.Text.Contains(old, StringComparison.Ordinal));
        return With(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>A project of one file that refers to the package of failover.</summary>
    public static Project WithFailover(string text) => Of(text).Referring(Reference("Reliability.Polly"));

    public Project WithoutRuntime() => this with { References = [.. s_platform, Reference("Reliability.Abstractions")] };

    public Project Referring(params IEnumerable<MetadataReference> references) => this with { References = References.AddRange(references) };

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        Name,
        Files.Select(file => Parse(file.Path, file.Text)),
        References,
        new CSharpCompilationOptions(Kind, nullableContextOptions: Nullable, warningLevel: 9999, allowUnsafe: true));

    /// <summary>Runs the generator from nothing.</summary>
    public Generated Generate() => Generated.Of(Driver(), Compile());

    /// <summary>A driver that tracks every step.</summary>
    public GeneratorDriver Driver(AnalyzerConfigOptionsProvider? options = null) => CSharpGeneratorDriver.Create(
        [new ReliabilityGenerator().AsSourceGenerator()],
        parseOptions: s_parse,
        optionsProvider: options ?? new BuildProperties(this),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    public static SyntaxTree Parse(string path, string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), s_parse, path);

    private static MetadataReference Reference(string assembly) => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));

    private static ImmutableArray<MetadataReference> Platform()
    {
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. assemblies.Where(path => Path.GetDirectoryName(path) != AppContext.BaseDirectory.TrimEnd('/', '\\')).Select(path => MetadataReference.CreateFromFile(path))];
    }

    private sealed class BuildProperties(Project project) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Options(project);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(Project project) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = key switch
            {
                "build_property.ReliabilitySourceRoot" => project.SourceRoot!,
                "reliability_design_time" when project.IsDesignTime => "true",
                _ => null!,
            };
            return value is not null;
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.Benchmarks.Generator;

/// <summary>A project in memory with as many operations as log methods, side by side in the same types, so that both
/// generators look through the same code.</summary>
internal sealed class GeneratedProject
{
    private const int MethodsPerType = 5;
    private const int TypesPerFile = 4;
    private const string Unrelated = "/repo/src/Unrelated.cs";

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest);
    private static readonly ImmutableArray<MetadataReference> s_references = References();

    private readonly ImmutableArray<SyntaxTree> _trees;
    private readonly SyntaxTree _unrelated = Parse(Unrelated, UnrelatedText(0));

    public GeneratedProject(int methods)
    {
        Methods = methods;
        var types = Enumerable.Range(0, (methods + MethodsPerType - 1) / MethodsPerType)
            .Select(type => TypeText(type, Math.Min(MethodsPerType, methods - (type * MethodsPerType))));
        _trees = [.. types.Chunk(TypesPerFile).Select((file, i) => Parse($"/repo/src/File{i}.cs", FileText(file)))];
    }

    /// <summary>The number of operations, and of log methods.</summary>
    public int Methods { get; }

    public static GeneratorDriver Driver(GeneratorContender contender, bool tracksSteps = false) => CSharpGeneratorDriver.Create(
        [contender.Create()],
        parseOptions: s_parse,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, tracksSteps));

    /// <summary>A compilation in which nothing is bound.</summary>
    public CSharpCompilation Compile() => CSharpCompilation.Create(
        "Shop",
        [.. _trees, _unrelated],
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The compilation after a key stroke in the body of a method that has nothing to do with any of it.</summary>
    public static CSharpCompilation Type(CSharpCompilation compilation, int stroke)
    {
        var old = compilation.SyntaxTrees.Single(tree => tree.FilePath == Unrelated);
        return compilation.ReplaceSyntaxTree(old, old.WithChangedText(SourceText.From(UnrelatedText(stroke), Encoding.UTF8)));
    }

    private static string UnrelatedText(int stroke) =>
        $$"""namespace Shop; internal static class Unrelated { public static int Answer() { var answer = {{stroke.ToString(CultureInfo.InvariantCulture)}}; return answer; } }""";

    private static string FileText(IEnumerable<string> types) =>
        "using System.Threading;\nusing System.Threading.Tasks;\nusing Microsoft.Extensions.Logging;\nusing Reliability;\n\nnamespace Shop;\n\n" + string.Join("\n", types);

    private static string TypeText(int type, int methods)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"public sealed partial class Service{type}\n{{\n");
        for (var i = 0; i < methods; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                    [Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = 300)]
                    public partial Task<int> Place{{i}}Async(int order, CancellationToken cancellationToken);

                    private async Task<int> Place{{i}}AsyncCore(int order, CancellationToken cancellationToken)
                    {
                        await Task.Delay(order, cancellationToken);
                        return order;
                    }

                    [LoggerMessage(EventId = {{i}}, Level = LogLevel.Information, Message = "Order {Order} of {Customer} was placed")]
                    private static partial void Placed{{i}}(ILogger logger, int order, string customer);

                """);
        }

        return text.Append("}\n").ToString();
    }

    private static SyntaxTree Parse(string path, string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), s_parse, path);

    private static ImmutableArray<MetadataReference> References()
    {
        var shared = Path.Combine("shared", "Microsoft.");
        return
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => path.Contains(shared, StringComparison.Ordinal)
                    || Path.GetFileName(path) is "Reliability.dll" or "Reliability.Abstractions.dll" or "Reliability.Model.dll")
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Tests.Testing;

namespace Reliability.Analyzers.Tests;

/// <summary>All rules together allocate hardly more than the compiler does when it binds the code for anybody.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationTests
{
    private const double Allowed = 1.15;

    [Fact]
    public async Task All_rules_allocate_little_more_than_binding()
    {
        var files = new[] { "Reliability", "Reliability.AspNetCore", "Reliability.Model", "Reliability.Artifacts" }
            .Select(project => Path.Combine(RulePage.RepositoryRoot, "src", project))
            .SelectMany(directory => Directory.GetFiles(directory, "*.cs", SearchOption.AllDirectories))
            .Select(path => (path, File.ReadAllText(path)));
        var compilation = AllRules.Compile(files);

        var floor = await Allocated(compilation, new BindingFloorAnalyzer());
        var catalogue = await Allocated(compilation, new CatalogueAnalyzer());
        Assert.True(catalogue <= Allowed * floor, $"all rules allocate {(double)catalogue / floor:0.000} times what binding does ({catalogue:N0} and {floor:N0} bytes)");
        TestContext.Current.TestOutputHelper?.WriteLine($"{(double)catalogue / floor:0.000}");
    }

    private static async Task<long> Allocated(Compilation compilation, DiagnosticAnalyzer analyzer)
    {
        var least = long.MaxValue;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new TestOptions("build_property.ReliabilityShape = Service")), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        for (var i = 0; i < 4; i++)
        {
            // A clone has nothing bound; what it shares (syntax, references) is read already after the first round.
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await compilation.Clone().WithAnalyzers([analyzer], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }

    /// <summary>Looks at every call and says nothing: what any rule about calls costs at least.</summary>
#pragma warning disable RS1036, RS1038 // an instrument of this test, not shipped
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class BindingFloorAnalyzer : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [new("FLOOR", "", "", "", DiagnosticSeverity.Hidden, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterOperationAction(static _ => { }, OperationKind.Invocation);
        }
    }
#pragma warning restore RS1036, RS1038
}

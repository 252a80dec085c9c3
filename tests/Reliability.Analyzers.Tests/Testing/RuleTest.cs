using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Reliability.Analyzers.Engine;
using Reliability.Generators;

namespace Reliability.Analyzers.Tests.Testing;

/// <summary>Compiles a snippet against the universe, with the generator that a build runs, and compares what a rule says of
/// it with the marks in the snippet: <c>{|REL0203:Slo|}</c>.</summary>
internal class RuleTest<TFix> : CSharpCodeFixTest<EmptyDiagnosticAnalyzer, TFix, DefaultVerifier>
    where TFix : CodeFixProvider, new()
{
    private const string UsingsFile = "/0/Usings.cs";

    private readonly Rule _rule;

    public RuleTest(Rule rule, params string[] sources)
    {
        _rule = rule;
        ReferenceAssemblies = new("net10.0");
        TestState.AdditionalReferences.AddRange(Universe.References);
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
        CompilerDiagnostics = CompilerDiagnostics.Errors;
        foreach (var source in sources)
            TestState.Sources.Add(Unix(source));

        TestState.Sources.Add((UsingsFile, Universe.Usings));
        TestState.OutputKind = OutputKind.DynamicallyLinkedLibrary;
    }

    /// <summary>What is compiled; a library unless said otherwise.</summary>
    public OutputKind OutputKind { init => TestState.OutputKind = value; }

    /// <summary>The snippets after the fixes; none, where nothing is fixed.</summary>
    public string[] Fixed
    {
        init
        {
            if (value.Length == 0)
                return;

            // None: nothing is fixed, and the state after the fixes is the one before.
            if (value.Length == 0)
                return;

            foreach (var source in value)
                FixedState.Sources.Add(Unix(source));

            FixedState.Sources.Add((UsingsFile, Universe.Usings));
        }
    }

    /// <summary>The snippets after fixing all at once, where one fix after the other leads elsewhere because it makes
    /// another needless.</summary>
    public string[] FixedAll
    {
        init
        {
            foreach (var source in value)
                BatchFixedState.Sources.Add(Unix(source));

            BatchFixedState.Sources.Add((UsingsFile, Universe.Usings));
            CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllInDocumentCheck;
        }
    }

    public bool IsTestProject
    {
        init
        {
            if (value)
                TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nbuild_property.IsTestProject = true\n"));
        }
    }

    public Task CheckAsync() => RunAsync(TestContext.Current.CancellationToken);

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose);

    protected override CompilationOptions CreateCompilationOptions() =>
        ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithNullableContextOptions(NullableContextOptions.Enable).WithAllowUnsafe(true);

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new CatalogueAnalyzer([_rule])];

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(ReliabilityGenerator)];

    private static string Unix(string source) => source.Replace("\r\n", "\n", StringComparison.Ordinal);
}

/// <summary>The same, of a rule that is named by its type.</summary>
internal sealed class RuleTest<TRule, TFix>(params string[] sources) : RuleTest<TFix>(new TRule(), sources)
    where TRule : Rule, new()
    where TFix : CodeFixProvider, new();

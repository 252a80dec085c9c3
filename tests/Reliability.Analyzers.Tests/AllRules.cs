using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Tests.Testing;
using Reliability.CodeFixes.Engine;
using Reliability.Generators;

namespace Reliability.Analyzers.Tests;

/// <summary>Every analyzer there is, and what they say together.</summary>
internal static class AllRules
{
    /// <summary>What a project runs that uses the package.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [new CatalogueAnalyzer()];

    /// <summary>All rules, by id.</summary>
    public static IEnumerable<DiagnosticDescriptor> Descriptors => Catalogue.Rules.Select(rule => rule.Descriptor).OrderBy(rule => rule.Id, StringComparer.Ordinal);

    public static ImmutableArray<TextFix> Fixes { get; } = [.. typeof(TextFix).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && typeof(TextFix).IsAssignableFrom(type))
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .Select(type => (TextFix)Activator.CreateInstance(type)!)];

    /// <summary>Compiles files as a build would, generator included.</summary>
    public static Compilation Compile(IEnumerable<(string Path, string Text)> files, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose);
        var compilation = CSharpCompilation.Create(
            "Code",
            files.Append(("Usings.cs", Universe.Usings)).Select(file => CSharpSyntaxTree.ParseText(file.Item2, options, file.Item1)),
            Universe.References,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        CSharpGeneratorDriver.Create([new ReliabilityGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _, TestContext.Current.CancellationToken);
        return generated;
    }

    /// <summary>What the analyzers report, crashes (AD0001) included.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Reports(Compilation compilation) =>
        await compilation.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    public static OutputKind KindOf(string code) =>
        CSharpSyntaxTree.ParseText(code).GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any()
            ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary;
}

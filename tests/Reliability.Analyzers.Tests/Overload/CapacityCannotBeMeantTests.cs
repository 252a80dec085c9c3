using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Analyzers.Tests.Overload;

public sealed class CapacityCannotBeMeantTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_capacity_of_the_service_needs_what_keeps_it(bool hasRuntime, int expected)
    {
        var compilation = AllRules.Compile([("Code.cs", "[assembly: Reliability.Capacity(MaxConcurrency = 64)]")], OutputKind.DynamicallyLinkedLibrary);
        if (!hasRuntime)
            compilation = compilation.RemoveReferences(compilation.References.Where(reference => Path.GetFileName(reference.Display) == "Reliability.AspNetCore.dll"));

        var reports = await compilation.WithAnalyzers(
            [new CatalogueAnalyzer([Catalogue.Rules.Single(rule => rule.Descriptor.Id == "REL0710")])],
            new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, reports.Length);
        Assert.All(reports, report => Assert.Contains("Reliability.AspNetCore, which is not referenced", report.GetMessage(null), StringComparison.Ordinal));
    }
}

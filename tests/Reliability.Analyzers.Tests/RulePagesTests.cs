using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Reliability.Analyzers.Tests.Testing;

namespace Reliability.Analyzers.Tests;

/// <summary>The documentation is right: its code does what it says, its tables agree with the rules.</summary>
public class RulePagesTests
{
    public static TheoryData<string, int> Bad => Examples("noncompliant");

    public static TheoryData<string, int> Good => Examples("compliant");

    public static TheoryData<string> Ids => [.. RulePage.All.Select(page => page.Id)];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Bad_code_is_reported_where_it_is_marked_and_fixed_as_shown(string id, int index)
    {
        var page = Page(id);
        var marked = page.Marked(page.Blocks[index].Code);
        Assert.Contains("{|" + id, marked, StringComparison.Ordinal);
        var isFixed = index + 1 < page.Blocks.Count && page.Blocks[index + 1].Kind == "fixed";
        await Run(id, marked, isFixed ? page.Blocks[index + 1].Code : null, AllRules.KindOf(page.Blocks[index].Code));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Good_code_is_not_reported(string id, int index)
    {
        var code = Page(id).Blocks[index].Code;
        await Run(id, code, fixedCode: null, AllRules.KindOf(code));
        Assert.Empty(await AllRules.Reports(AllRules.Compile([("Code.cs", code)], AllRules.KindOf(code))));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Front_matter_agrees_with_the_rule(string id)
    {
        var rule = Rule(id);
        var page = Page(id).FrontMatter;
        Assert.Equal(
            [id, rule.Title.ToString(System.Globalization.CultureInfo.InvariantCulture), rule.Category, rule.DefaultSeverity.ToString(), rule.IsEnabledByDefault ? "true" : "false"],
            [page["id"], page["title"], page["category"], page["severity"], page["enabled"]]);
        Assert.EndsWith("/docs/rules/" + id + ".md", rule.HelpLinkUri, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_a_page_and_every_page_a_rule() => Assert.Equal(
        AllRules.Descriptors.Select(rule => rule.Id),
        RulePage.All.Select(page => page.Id));

    private static TheoryData<string, int> Examples(string kind)
    {
        var data = new TheoryData<string, int>();
        foreach (var page in RulePage.All)
        {
            for (var i = 0; i < page.Blocks.Count; i++)
            {
                if (page.Blocks[i].Kind == kind)
                    data.Add(page.Id, i);
            }
        }

        return data;
    }

    private static RulePage Page(string id) => RulePage.All.Single(page => page.Id == id);

    private static DiagnosticDescriptor Rule(string id) =>
        AllRules.Descriptors.Single(rule => rule.Id == id);

    private static Task Run(string id, string code, string? fixedCode, OutputKind kind) =>
        new CatalogueTest(Catalogue.Rules.Single(rule => rule.Descriptor.Id == id), "Service", code, Page(id).FrontMatter.GetValueOrDefault("options", ""))
        {
            OutputKind = kind,
            Fixed = fixedCode is null ? [] : [fixedCode],

            // A page shows where all fixes together lead, whatever their number.
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck,
        }.CheckAsync();
}

using Reliability.Analyzers.Tests.Testing;

namespace Reliability.Analyzers.Tests;

/// <summary>Every rule of the catalogue says what its cases say, no more and no less.</summary>
public class RuleCasesTests
{
    public static TheoryData<string, int> Reported => Of(CaseKind.Bad, CaseKind.TrickyBad);

    public static TheoryData<string, int> Silent => Of(CaseKind.Good, CaseKind.TrickyGood);

    public static TheoryData<string, int> Recalled => Of(CaseKind.Recall);

    [Theory]
    [MemberData(nameof(Reported))]
    public async Task A_bad_case_is_reported_where_it_is_marked_and_fixed_as_shown(string title, int index)
    {
        var @case = RuleCase.All[index];
        Assert.NotEmpty(@case.Unmarked.Marks);
        await Check(title, @case);
    }

    [Theory]
    [MemberData(nameof(Silent))]
    public async Task A_good_case_is_not_reported(string title, int index)
    {
        var @case = RuleCase.All[index];
        Assert.Empty(@case.Unmarked.Marks);
        await Check(title, @case);
    }

    [Theory]
    [MemberData(nameof(Recalled))]
    public async Task A_defect_that_was_fixed_in_public_is_reported_before_and_not_after(string title, int index)
    {
        var @case = RuleCase.All[index];
        Assert.NotEmpty(@case.Unmarked.Marks);
        await Check(title, @case);
        Assert.NotNull(@case.After);
        await Check(title, @case with { Code = @case.After });
    }

    private static async Task Check(string title, RuleCase @case)
    {
        var rule = Catalogue.Rules.Single(rule => rule.Descriptor.Id == @case.Id);
        var (text, marks) = @case.Unmarked;
        var reports = await Cases.Reports(rule, @case, text);
        Assert.True(
            marks.SequenceEqual(reports.Select(report => (report.Location.SourceSpan.Start, report.Location.SourceSpan.End))),
            title + "\nExpected: " + string.Join("", marks.Select(mark => "\n  " + text[mark.Start..mark.End]))
            + "\nActual: " + string.Join("", reports.Select(report => "\n  " + text[report.Location.SourceSpan.Start..report.Location.SourceSpan.End] + "  <- " + report.GetMessage(System.Globalization.CultureInfo.InvariantCulture))));
        Assert.All(reports, report => Assert.DoesNotContain("{", report.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

        // A preset would level what a rule grades without saying that it does.
        Assert.All(reports, report => Assert.True(rule.IsGraded || report.Severity == rule.Descriptor.DefaultSeverity || !rule.Descriptor.IsEnabledByDefault, title + ": graded"));

        if (@case.Fixed is { } isFixed)
        {
            var marked = @case.Code.Replace("[|", "{|" + @case.Id + ":", StringComparison.Ordinal);
            await new CatalogueTest(rule, @case.Shape, marked, @case.Options) { OutputKind = AllRules.KindOf(text), Fixed = [isFixed.Replace("[|", "{|" + @case.Id + ":", StringComparison.Ordinal)] }.CheckAsync();
        }
    }

    private static TheoryData<string, int> Of(params CaseKind[] kinds)
    {
        var data = new TheoryData<string, int>();
        for (var i = 0; i < RuleCase.All.Count; i++)
        {
            if (kinds.Contains(RuleCase.All[i].Kind))
                data.Add(RuleCase.All[i].ToString(), i);
        }

        return data;
    }
}

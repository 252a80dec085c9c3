using CsCheck;

namespace Reliability.Cli.Tests;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void A_change_is_shown_with_three_lines_around_it() =>
        Assert.Equal(
            ["@@ -2,7 +2,8 @@", " b", " c", " d", "-e", "+E", "+EE", " f", " g", " h"],
            Lines("a\nb\nc\nd\ne\nf\ng\nh\ni\n", "a\nb\nc\nd\nE\nEE\nf\ng\nh\ni\n"));

    [Fact]
    public void Changes_far_apart_are_shown_apart_and_near_ones_together()
    {
        var before = Enumerable.Range(1, 40).Select(i => $"{i}").ToArray();
        var after = before.ToArray();
        (after[4], after[10], after[30]) = ("x", "y", "z");

        Assert.Equal(["@@ -2,13 +2,13 @@", "@@ -28,7 +28,7 @@"], Lines(string.Join('\n', before), string.Join('\n', after)).Where(line => line[0] == '@'));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a\nb\n", "a\r\nb\r\n")]
    public void Equal_texts_have_no_difference(string before, string after) => Assert.Empty(UnifiedDiff.Of(before, after));

    [Fact]
    public void A_line_end_more_at_the_end_is_a_difference() => Assert.NotEmpty(UnifiedDiff.Of("a\n", "a\n\n"));

    /// <summary>What people read must be the whole truth: whoever applies it to the one text has the other.</summary>
    [Fact]
    public void Applied_to_the_one_text_it_gives_the_other()
    {
        var text = Gen.OneOf("a", "b", "c").Array[1, 30].Select(lines => string.Join('\n', lines));
        Gen.Select(text, text).Sample(pair => Assert.Equal(pair.Item2, string.Join("\n", Apply(pair.Item1.Split("\n"), UnifiedDiff.Of(pair.Item1, pair.Item2)))), iter: 2000);
    }

    private static List<string> Apply(string[] before, IReadOnlyList<DiffLine> difference)
    {
        var after = new List<string>();
        var at = 0;
        foreach (var line in difference)
        {
            for (; at < line.Number - 1; at++)
                after.Add(before[at]);

            if (line.Kind is DiffLineKind.Removed or DiffLineKind.Same)
                Assert.Equal(before[at], line.Text);

            if (line.Kind == DiffLineKind.Removed)
                at++;
            else if (line.Kind == DiffLineKind.Added)
                after.Add(line.Text);
        }

        return [.. after, .. before[at..]];
    }

    private static IEnumerable<string> Lines(string before, string after) => UnifiedDiff.Of(before, after).Select(line => line.ToString());
}

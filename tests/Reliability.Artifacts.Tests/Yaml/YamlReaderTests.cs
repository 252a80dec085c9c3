using System.Diagnostics.CodeAnalysis;
using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", 3, "the key 'a' is there already in line 1")]
    [InlineData("a: 1\n\"a\": 3", 2, "the key 'a' is there already in line 1")]
    [InlineData("a: *b", 1, "the alias '*b' stands for nothing")]
    [InlineData("a: &b [*b]", 1, "the alias '*b' stands for nothing, or for what it is a part of")]
    [InlineData("d: &d {a: 1}\ne:\n  <<: *d", 3, "the merge key '<<'")]
    [InlineData("a: !!python/object:os.system x", 1, "the tag 'tag:yaml.org,2002:python/object:os.system' asks for a type")]
    [InlineData("? [a]\n: b", 1, "a key is not a word")]
    [InlineData("a: b\n  c: d", 2, "it is not YAML")]
    [InlineData("a: \"x", 1, "it is not YAML")]
    public void What_could_be_misunderstood_is_refused_with_its_line(string text, int line, string reason)
    {
        var e = Assert.Throws<ImportException>(() => YamlReader.Read("a.yaml", text));

        Assert.Equal(line, e.Line);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_of_aliases_are_refused_before_anything_unfolds()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(
            Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        Assert.Contains("too many values", Assert.Throws<ImportException>(() => YamlReader.Read("a.yaml", bomb)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused_before_the_stack_ends() => Assert.Contains(
        "nested too deeply",
        Assert.Throws<ImportException>(() => YamlReader.Read("a.yaml", new string('[', 50_000))).Message, StringComparison.Ordinal);

    [Fact]
    [SuppressMessage("Style", "IDE0230", Justification = "A text of some length.")]
    public void A_huge_file_is_refused() =>
        Assert.Contains("too long", Assert.Throws<ImportException>(() => YamlReader.Read("a.yaml", new string(' ', 9_000_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_alias_that_is_used_once_is_what_it_stands_for()
    {
        var document = Assert.Single(YamlReader.Read("a.yaml", "a: &x {b: 1}\nc: *x"));

        Assert.Equal(1m, document.OptionalMember("c")!.OptionalMember("b")!.Number());
    }

    [Theory]
    [InlineData("a: 0.99999", true)]
    [InlineData("a: 1e2", true)]
    [InlineData("a: '1'", false)]
    [InlineData("a: 1_000", false)]
    [InlineData("a: .inf", false)]
    public void A_number_is_written_in_digits_without_quotes(string text, bool isNumber)
    {
        var place = Assert.Single(YamlReader.Read("a.yaml", text)).OptionalMember("a")!;

        if (isNumber)
            place.Number();
        else
            Assert.Throws<ImportException>(() => place.Number());
    }
}

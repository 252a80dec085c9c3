using System.Text.RegularExpressions;

namespace Reliability.Analyzers.Tests;

/// <summary>What kind of evidence a case is.</summary>
public enum CaseKind
{
    /// <summary>Must be reported where it is marked.</summary>
    Bad,

    /// <summary>Must not be reported.</summary>
    Good,

    /// <summary>Reported, though a simpler rule would miss it.</summary>
    TrickyBad,

    /// <summary>Not reported, though a simpler rule would report it.</summary>
    TrickyGood,

    /// <summary>A defect that somebody fixed in public, in our own code: reported before, silent after.</summary>
    Recall,
}

/// <summary>A case of a rule, from <c>Cases/RELnnnn.md</c>: a heading <c>## bad: title</c> (or <c>good</c>, <c>tricky bad</c>,
/// <c>tricky good</c>, <c>recall</c>; a shape may follow in brackets: <c>## good (Library): title</c>), then a block of C# with
/// <c>[|marks|]</c>, then perhaps one that says <c>fixed</c>, or <c>after</c> for a recall. A block <c>editorconfig</c> sets
/// options.</summary>
internal sealed partial record RuleCase(string Id, CaseKind Kind, string Title, string Shape, string Code, string? Fixed, string? After, string Options)
{
    public static string Directory { get; } = Path.Combine(RulePage.RepositoryRoot, "tests", "Reliability.Analyzers.Tests", "Cases");

    public static IReadOnlyList<RuleCase> All { get; } =
        [.. System.IO.Directory.GetFiles(Directory, "REL*.md").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>The code without its marks, and where they were.</summary>
    public (string Text, IReadOnlyList<(int Start, int End)> Marks) Unmarked => Unmark(Code);

    public override string ToString() => Id + " " + Kind + ": " + Title;

    public static (string Text, IReadOnlyList<(int Start, int End)> Marks) Unmark(string code)
    {
        var text = new System.Text.StringBuilder();
        var open = new Stack<int>();
        var marks = new List<(int, int)>();
        for (var i = 0; i < code.Length; i++)
        {
            if (code.AsSpan(i).StartsWith("[|"))
            {
                open.Push(text.Length);
                i++;
            }
            else if (code.AsSpan(i).StartsWith("|]"))
            {
                marks.Add((open.Pop(), text.Length));
                i++;
            }
            else
            {
                text.Append(code[i]);
            }
        }

        Assert.Empty(open);
        return (text.ToString(), [.. marks.Order()]);
    }

    private static IEnumerable<RuleCase> Read(string path)
    {
        var id = Path.GetFileNameWithoutExtension(path);
        var text = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        foreach (var section in Regex.Split(text, "^## ", RegexOptions.Multiline).Skip(1))
        {
            var heading = Heading().Match(section.Split('\n')[0]);
            Assert.True(heading.Success, $"{path}: '## {section.Split('\n')[0]}' is not '## bad: title'");
            var blocks = Block().Matches(section).Select(block => (Kind: block.Groups[1].Value.Trim(), Code: block.Groups[2].Value)).ToList();
            string? Find(params string[] kinds) => blocks.Where(block => kinds.Contains(block.Kind)).Select(block => block.Code).FirstOrDefault();
            yield return new(
                id,
                Enum.Parse<CaseKind>(heading.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true),
                heading.Groups[3].Value,
                heading.Groups[2].Success ? heading.Groups[2].Value : "Service",
                Find("csharp", "csharp before") ?? throw new FormatException($"{path}: '{heading.Value}' has no code"),
                Find("csharp fixed"),
                Find("csharp after"),
                Find("editorconfig") ?? "");
        }
    }

    [GeneratedRegex(@"^(bad|good|tricky bad|tricky good|recall)(?: \((\w+)\))?: (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex("^```([a-z ]+)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}

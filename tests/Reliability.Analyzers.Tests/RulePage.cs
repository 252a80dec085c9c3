using System.Text.RegularExpressions;

namespace Reliability.Analyzers.Tests;

/// <summary>The pages under docs/rules, as readers see them.</summary>
internal sealed partial class RulePage
{
    private RulePage(string path)
    {
        var text = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        FrontMatter = FrontMatterLine().Matches(text.Split("---\n")[1]).ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);
        Blocks = [.. Block().Matches(text).Select(block => (block.Groups[1].Value, block.Groups[2].Value))];
        Id = Path.GetFileNameWithoutExtension(path);
    }

    public static string Directory { get; } = Path.Combine(RepositoryRoot, "docs", "rules");

    public static IReadOnlyList<RulePage> All { get; } =
        [.. System.IO.Directory.GetFiles(Directory, "REL*.md").Order(StringComparer.Ordinal).Select(path => new RulePage(path))];

    public static string RepositoryRoot => typeof(RulePage).Assembly
        .GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    public string Id { get; }

    public IReadOnlyDictionary<string, string> FrontMatter { get; }

    /// <summary>The code blocks that say what they are: <c>noncompliant</c>, <c>fixed</c> or <c>compliant</c>.</summary>
    public IReadOnlyList<(string Kind, string Code)> Blocks { get; }

    /// <summary>The code with what its comments underline (<c>// ^^^</c>) as marks of the testing library.</summary>
    public string Marked(string code)
    {
        var lines = new List<string>();
        var marks = new Stack<(int Start, int End)>();
        void Flush()
        {
            while (marks.TryPop(out var mark))
            {
                var line = lines[^1];
                lines[^1] = line[..mark.Start] + "{|" + Id + ":" + line[mark.Start..mark.End] + "|}" + line[mark.End..];
            }
        }

        foreach (var line in code.Split('\n'))
        {
            if (Underline().Match(line) is { Success: true, Groups: var groups })
            {
                marks.Push((groups[1].Index, groups[1].Index + groups[1].Length));
                continue;
            }

            Flush();
            lines.Add(line);
        }

        Flush();
        return string.Join('\n', lines);
    }

    [GeneratedRegex("^([a-z]+): (.*)$", RegexOptions.Multiline)]
    private static partial Regex FrontMatterLine();

    [GeneratedRegex("```csharp (noncompliant|fixed|compliant)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\s*//\s*(\^+)$")]
    private static partial Regex Underline();
}

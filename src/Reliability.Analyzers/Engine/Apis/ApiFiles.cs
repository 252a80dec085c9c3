using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.Analyzers.Engine.Apis;

/// <summary>Reads our own table, which is a resource of this assembly, and those of the platform team, which are additional
/// files named <c>reliability.apis.txt</c> or <c>*.reliability.apis.txt</c>. All have the same form and add up.</summary>
internal static class ApiFiles
{
    private const string Suffix = "reliability.apis.txt";

    private static readonly ConditionalWeakTable<AdditionalText, ApiFile> s_known = new();
    private static readonly Lazy<ApiFile> s_own = new(() =>
    {
        using var stream = typeof(ApiFiles).Assembly.GetManifestResourceStream("ApiKnowledge.txt")!;
        return ApiFile.Parse(SourceText.From(stream));
    });

    /// <summary>Our own table.</summary>
    public static ApiFile Own => s_own.Value;

    /// <summary>Ours, then those that the project adds.</summary>
    public static ImmutableArray<ApiFile> Read(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<ApiFile>();
        files.Add(Own);
        foreach (var file in options.AdditionalFiles)
        {
            if (IsTable(file))
                files.Add(Read(file, cancellationToken));
        }

        return files.ToImmutable();
    }

    public static bool IsTable(AdditionalText file)
    {
        var name = file.Path.Substring(file.Path.LastIndexOfAny(['/', '\\']) + 1);
        return name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase)
            && (name.Length == Suffix.Length || name[name.Length - Suffix.Length - 1] == '.');
    }

    public static ApiFile Read(AdditionalText file, CancellationToken cancellationToken)
    {
        if (s_known.TryGetValue(file, out var known))
            return known;

        var read = ApiFile.Parse(file.GetText(cancellationToken) ?? SourceText.From(""));
        return s_known.GetValue(file, _ => read);
    }
}

/// <summary>A table as it was read.</summary>
/// <param name="Lines">What is known.</param>
/// <param name="Problems">What could not be read, and where.</param>
internal sealed record ApiFile(ImmutableArray<(ApiLine Line, TextSpan Span)> Lines, ImmutableArray<(TextSpan Span, LinePositionSpan Position, string Problem)> Problems)
{
    public static ApiFile Parse(SourceText text)
    {
        var lines = ImmutableArray.CreateBuilder<(ApiLine, TextSpan)>();
        var problems = ImmutableArray.CreateBuilder<(TextSpan, LinePositionSpan, string)>();
        foreach (var line in text.Lines)
        {
            var (parsed, problem) = ApiLine.Parse(line.ToString());
            if (parsed is not null)
                lines.Add((parsed, line.Span));
            else if (problem is not null)
                problems.Add((line.Span, text.Lines.GetLinePositionSpan(line.Span), problem));
        }

        return new(lines.ToImmutable(), problems.ToImmutable());
    }
}

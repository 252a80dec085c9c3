using System.Globalization;

namespace Reliability.Analyzers.Engine.Apis;

/// <summary>One line of an API table: <c>Namespace.Type.{Member, Member} : trait, timeout=100s, attempts=4</c>.</summary>
/// <param name="Type">The metadata name of the type that declares the members; what derives from it or implements it is meant
/// as well.</param>
/// <param name="Members">The names of the members; <c>*</c> for all.</param>
/// <param name="Facts">What is known of them.</param>
internal sealed record ApiLine(string Type, IReadOnlyList<string> Members, ApiFacts Facts)
{
    /// <summary>Reads a line, or says why it cannot be read. Both null: nothing is on it.</summary>
    public static (ApiLine? Line, string? Problem) Parse(string text)
    {
        var comment = text.IndexOf('#');
        var content = (comment < 0 ? text : text.Substring(0, comment)).Trim();
        if (content.Length == 0)
            return (null, null);

        var colon = content.IndexOf(':');
        if (colon < 0)
            return (null, "there is no ':' between the members and what is known of them");

        var (type, members, nameProblem) = Names(content.Substring(0, colon).Trim());
        if (nameProblem is not null)
            return (null, nameProblem);

        var (facts, factProblem) = ReadFacts(content.Substring(colon + 1));
        return factProblem is not null ? (null, factProblem) : (new(type, members, facts!), null);
    }

    private static (string Type, IReadOnlyList<string> Members, string? Problem) Names(string text)
    {
        var brace = text.IndexOf('{');
        var dot = brace < 0 ? text.LastIndexOf('.') : brace - 1;
        if (dot <= 0 || text[dot] != '.' || (brace >= 0 && !text.EndsWith("}", StringComparison.Ordinal)))
            return ("", [], "'" + text + "' is not of the form Namespace.Type.Member or Namespace.Type.{Member, Member}");

        var names = brace < 0 ? text.Substring(dot + 1) : text.Substring(brace + 1, text.Length - brace - 2);
        var members = new List<string>();
        foreach (var name in names.Split(','))
        {
            if (name.Trim() is not { Length: > 0 } member)
                return ("", [], "a member has no name");

            members.Add(member);
        }

        return (text.Substring(0, dot), members, null);
    }

    private static (ApiFacts? Facts, string? Problem) ReadFacts(string text)
    {
        var facts = new ApiFacts(ApiTraits.None);
        foreach (var part in text.Split(','))
        {
            var word = part.Trim();
            if (word.StartsWith("timeout=", StringComparison.Ordinal))
            {
                if (Duration(word.Substring("timeout=".Length)) is not { } timeout)
                    return (null, "'" + word + "' is not a time: write timeout=none, timeout=500ms, timeout=100s or timeout=5m");

                facts = facts with { Timeout = timeout };
            }
            else if (word.StartsWith("attempts=", StringComparison.Ordinal))
            {
                if (!int.TryParse(word.Substring("attempts=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) || attempts < 1)
                    return (null, "'" + word + "' is not a number of attempts from 1");

                facts = facts with { Attempts = attempts };
            }
            else if (Trait(word) is { } trait)
            {
                facts = facts with { Traits = facts.Traits | trait };
            }
            else
            {
                return (null, "'" + word + "' is not known; known are " + string.Join(", ", Words) + ", timeout=…, attempts=…");
            }
        }

        return (facts, null);
    }

    private static IEnumerable<string> Words => ((ApiTraits[])Enum.GetValues(typeof(ApiTraits)))
        .Where(trait => trait is not (ApiTraits.None or ApiTraits.Entry))
        .Select(trait => Model.KebabCase.From(trait.ToString()));

    private static readonly Dictionary<string, ApiTraits> s_traits = ((ApiTraits[])Enum.GetValues(typeof(ApiTraits)))
        .Where(trait => trait is not (ApiTraits.None or ApiTraits.Entry))
        .ToDictionary(trait => Model.KebabCase.From(trait.ToString()), StringComparer.Ordinal);

    private static ApiTraits? Trait(string word) => s_traits.TryGetValue(word, out var trait) ? trait : null;

    private static TimeSpan? Duration(string text)
    {
        if (text == "none")
            return Timeout.InfiniteTimeSpan;

        var unit = text.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        if (!int.TryParse(text.Substring(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;

        return unit switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => null,
        };
    }
}

using System.Text.RegularExpressions;

namespace Reliability.Model;

/// <summary>Knows which regular expressions Prometheus reads. One that it does not read makes it refuse the whole file of rules, with every
/// alert in it.</summary>
public static class LabelPatterns
{
    // RE2 finds matches without going back, so it has nothing that looks around or refers to what was matched.
    private static readonly string[] s_lookAround = ["(?=", "(?!", "(?<=", "(?<!", "(?>"];

    /// <summary>Whether Prometheus can read a regular expression, as far as can be told without its own parser: what is broken in any
    /// dialect is told, and what .NET has and RE2 has not.</summary>
    /// <param name="pattern">The regular expression.</param>
    public static bool IsReadable(string pattern)
    {
        if (Array.Exists(s_lookAround, part => Contains(pattern, part)) || HasBackreference(pattern))
            return false;

        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException)
        {
            // RE2 writes some things in its own way: (?P<name>…), \Q…\E, \z inside of brackets. They are given the benefit of the doubt.
            return Contains(pattern, "(?P<") || Contains(pattern, "\\Q") || Contains(pattern, "(?U") || Contains(pattern, "\\C");
        }
    }

    private static bool Contains(string pattern, string part)
    {
        for (var at = pattern.IndexOf(part, StringComparison.Ordinal); at >= 0; at = pattern.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            if (part[0] == '\\' ? !IsEscaped(pattern, at) : !IsEscaped(pattern, at) && !IsInBrackets(pattern, at))
                return true;
        }

        return false;
    }

    private static bool HasBackreference(string pattern)
    {
        for (var at = 0; at + 1 < pattern.Length; at++)
        {
            if (pattern[at] == '\\' && !IsEscaped(pattern, at) && !IsInBrackets(pattern, at) && pattern[at + 1] is (>= '1' and <= '9') or 'k')
                return true;
        }

        return false;
    }

    private static bool IsEscaped(string pattern, int at)
    {
        var before = at;
        while (before > 0 && pattern[before - 1] == '\\')
            before--;

        return (at - before) % 2 == 1;
    }

    private static bool IsInBrackets(string pattern, int at)
    {
        var isOpen = false;
        for (var i = 0; i < at; i++)
        {
            if (pattern[i] is '[' or ']' && !IsEscaped(pattern, i))
                isOpen = pattern[i] == '[';
        }

        return isOpen;
    }
}

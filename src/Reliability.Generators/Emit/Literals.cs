using System.Globalization;
using System.Text;

namespace Reliability.Generators.Emit;

/// <summary>Values as C# source. The one place that escapes text for it.</summary>
internal static class Literals
{
    /// <summary>A string literal.</summary>
    public static string Of(string value)
    {
        var literal = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\')
                literal.Append('\\').Append(c);
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufeff')
                literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                literal.Append(c);
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A string literal, or <c>null</c>.</summary>
    public static string OrNull(string? value) => value is null ? "null" : Of(value);

    /// <summary>A decimal literal.</summary>
    public static string Of(decimal value) => value.ToString(CultureInfo.InvariantCulture) + "m";

    /// <summary>An integer literal.</summary>
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A truth literal.</summary>
    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>A literal of a finite double.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "d";

    /// <summary>Text in an XML documentation comment.</summary>
    public static string InComment(string value) =>
        new([.. value.Select(c => c is '<' or '>' or '&' || char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? ' ' : c)]);
}

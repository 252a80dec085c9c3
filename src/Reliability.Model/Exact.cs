using System.Globalization;

namespace Reliability.Model;

/// <summary>Numbers in all their digits, without zeros that say nothing and without a culture.</summary>
internal static class Exact
{
    public static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Analyzers.Slo;

/// <summary>How long samples are kept, as the build tells it.</summary>
internal static class Retention
{
    /// <summary>The property of the project. A platform team sets it once, in a package or in <c>Directory.Build.props</c>.</summary>
    public const string Property = "ReliabilityRetentionDays";

    /// <summary>The days; null where nobody says.</summary>
    public static int? Days(AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property." + Property, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0
            ? days
            : null;
}

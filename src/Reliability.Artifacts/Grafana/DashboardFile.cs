using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Reliability.Artifacts.Grafana;

/// <summary>Writes a dashboard as JSON, to be read and compared by people: a member a line, and only that escaped which JSON
/// wants escaped. No browser reads it as a part of a page.</summary>
internal static class DashboardFile
{
    private static readonly DashboardContext s_context = new(new JsonSerializerOptions(DashboardContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    });

    /// <summary>Thresholds where the format takes any value.</summary>
    public static JsonNode Node(Thresholds thresholds) => JsonSerializer.SerializeToNode(thresholds, s_context.Thresholds)!;

    public static string Write(Dashboard dashboard) => JsonSerializer.Serialize(dashboard, s_context.Dashboard) + "\n";
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Dashboard))]
internal sealed partial class DashboardContext : JsonSerializerContext;

using System.Text.Json.Nodes;

namespace Reliability.Artifacts.Grafana;

/// <summary>Colours, units and what is shown where there is no number: the same in every panel.</summary>
internal static class Looks
{
    public const string Good = "green";
    public const string Warning = "yellow";
    public const string Ticket = "orange";
    public const string Page = "red";
    public const string Plain = "text";
    public const string Nothing = "transparent";

    public const string Share = "percentunit";
    public const string EventsPerSecond = "eps";
    public const string Count = "locale";
    public const string Seconds = "dtdurations";
    public const string Times = "suffix:×";

    /// <summary>No data is not zero: nothing is known.</summary>
    public const string NotMeasured = "not measured";

    /// <summary>The rules themselves are missing.</summary>
    public const string NoRules = "no rules loaded";

    // Less than this is left of a budget: time to be careful.
    private const decimal LittleLeft = 0.25m;

    /// <summary>The part of a budget that is left.</summary>
    public static readonly Thresholds BudgetLeft = new([new(null, Page), new(0m, Ticket), new(LittleLeft, Good)]);

    /// <summary>A burn rate: 1 spends the whole budget over the window, and from <paramref name="page"/> on somebody is woken.</summary>
    public static Thresholds Burn(decimal? page) =>
        new([new(null, Good), new(1m, Warning), .. page is { } factor ? [new Step(factor, Page)] : Array.Empty<Step>()]);

    /// <summary>A number that ought to be 0.</summary>
    public static Thresholds OughtToBeZero(string color) => new([new(null, Good), new(1m, color)]);

    /// <summary>A number that may be anything.</summary>
    public static readonly Thresholds None = new([new(null, Plain)]);

    /// <summary>A number that stands for a word.</summary>
    public static JsonObject Word(int value, string word, string color) => new()
    {
        ["type"] = "value",
        ["options"] = new JsonObject
        {
            [Words.Number(value)] = new JsonObject { ["text"] = word, ["color"] = color, ["index"] = 0 },
        },
    };

    public static JsonObject FixedColor(string color) => new() { ["mode"] = "fixed", ["fixedColor"] = color };

    public static JsonObject ColorBySeries => new() { ["mode"] = "palette-classic" };

    public static JsonObject ColorByThreshold => new() { ["mode"] = "thresholds" };
}

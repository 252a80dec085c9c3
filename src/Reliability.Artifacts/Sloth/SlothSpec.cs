using System.Text.RegularExpressions;
using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.Sloth;

/// <summary>One service in sloth's format.</summary>
internal sealed record SlothSpec(string Service, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<SlothSlo> Slos, YamlPlace? Plugins)
{
    public const string Version = "prometheus/v1";

    private const string ResourceVersion = "sloth.slok.dev/v1";
    private const string ResourceKind = "PrometheusServiceLevel";

    public static SlothSpec Read(YamlPlace document)
    {
        if (document.OptionalMember("apiVersion") is { } apiVersion)
            return Resource(document, apiVersion);

        var version = document.Member("version", $"Begin with 'version: {Version}'.");
        if (version.Text() != Version)
            throw version.Invalid($"only {Version} is read (found {version.Excerpt()})", "Name a file that sloth generates rules from.");

        document.HasOnly("version", "service", "labels", "slo_plugins", "slos");
        return Spec(document, SlothWords.File);
    }

    private static SlothSpec Resource(YamlPlace document, YamlPlace apiVersion)
    {
        if (apiVersion.Text() != ResourceVersion)
            throw apiVersion.Invalid($"only {ResourceVersion} is read (found {apiVersion.Excerpt()})", "Name a file that sloth generates rules from; OpenSLO has its own command.");

        document.HasOnly("apiVersion", "kind", "metadata", "spec", "status");
        document.Member("kind", $"Write 'kind: {ResourceKind}'.").OneOf(ResourceKind);
        var spec = document.Member("spec", "Write service and slos.");
        spec.HasOnly("service", "labels", "sloPlugins", "slos");
        return Spec(spec, SlothWords.Resource);
    }

    private static SlothSpec Spec(YamlPlace place, SlothWords words)
    {
        var slos = place.Member("slos", "Write at least one SLO.");
        var spec = new SlothSpec(
            SlothSlo.Id(place.Member("service", "Name the service.")), SlothSlo.Texts(place.OptionalMember("labels")),
            [.. slos.Items().Select(item => SlothSlo.Read(item, words))], place.OptionalMember(words.SloPlugins));
        if (spec.Slos.Count == 0)
            throw slos.Invalid("there is no SLO", "Write at least one.");

        if (spec.Slos.GroupBy(slo => slo.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Last() is { } twice)
            throw twice.Place.Invalid($"the SLO '{twice.Name}' is there twice", "Give one of the two another name.");

        return spec;
    }
}

/// <summary>The words of sloth's files, and of its Kubernetes resource.</summary>
internal sealed record SlothWords(string ErrorQuery, string TotalQuery, string RatioQuery, string PageAlert, string TicketAlert, string SloPlugins)
{
    public static readonly SlothWords File = new("error_query", "total_query", "error_ratio_query", "page_alert", "ticket_alert", "slo_plugins");

    public static readonly SlothWords Resource = new("errorQuery", "totalQuery", "errorRatioQuery", "pageAlert", "ticketAlert", "sloPlugins");
}

/// <summary>The queries for bad and for all events.</summary>
internal sealed record SlothEvents(YamlPlace Error, YamlPlace Total);

/// <summary>One promise in sloth's format.</summary>
internal sealed partial record SlothSlo(YamlPlace Place, string Name, decimal Objective, YamlPlace Indicator)
{
    /// <summary>The queries for bad and for all events; null when there is another indicator.</summary>
    public SlothEvents? Events { get; private init; }

    /// <summary>The query for the share of bad events; null when there is another indicator.</summary>
    public YamlPlace? Raw { get; private init; }

    public IReadOnlyDictionary<string, string> Labels { get; private init; } = new Dictionary<string, string>();

    /// <summary>The annotations of its alerts; those of the alert that pages go first.</summary>
    public IReadOnlyDictionary<string, string> AlertAnnotations { get; private init; } = new Dictionary<string, string>();

    public IReadOnlyList<YamlPlace> DisabledAlerts { get; private init; } = [];

    public bool HasAlertLabels { get; private init; }

    public YamlPlace? Plugins { get; private init; }

    public static SlothSlo Read(YamlPlace place, SlothWords words)
    {
        place.HasOnly("name", "description", "objective", "plugins", "labels", "sli", "alerting");
        place.OptionalMember("description")?.Text();
        var sli = place.Member("sli", "Write the queries for bad and for all events.");
        var alerting = Alerting(place, words);
        return new(place, Id(place.Member("name", "Give the SLO a name.")), Target(place), sli)
        {
            Events = ReadEvents(sli, words),
            Raw = ReadRaw(sli, words),
            Labels = Texts(place.OptionalMember("labels")),
            AlertAnnotations = Annotations(alerting),
            DisabledAlerts = [.. alerting.Skip(1).Select(alert => alert.OptionalMember("disable")).OfType<YamlPlace>().Where(disabled => disabled.Boolean())],
            HasAlertLabels = alerting.Exists(alert => Texts(alert.OptionalMember("labels")).Count + Texts(alert.OptionalMember("annotations")).Keys.Count(key => !Notes.HasPlace(key)) > 0),
            Plugins = place.OptionalMember("plugins"),
        };
    }

    /// <summary>A name as sloth wants it.</summary>
    public static string Id(YamlPlace place) => NameShape().IsMatch(place.Text())
        ? place.Text()
        : throw place.Invalid($"it is not a name (found {place.Excerpt()})", "A name has letters, digits, '-', '_' and '.', and begins and ends with a letter or digit.");

    public static Dictionary<string, string> Texts(YamlPlace? place) =>
        place?.Members().ToDictionary(member => member.Key, member => member.Place.Value is YamlText text ? text.Text : member.Place.Text(), StringComparer.Ordinal) ?? [];

    private static decimal Target(YamlPlace place)
    {
        var objective = place.Member("objective", "Write it in percent, such as 99.9.");
        return objective.Number() is > 0m and <= 100m and var target
            ? target
            : throw objective.Invalid($"it is above 0 and at most 100 (found {objective.Excerpt()})", "Write it in percent, such as 99.9.");
    }

    private static SlothEvents? ReadEvents(YamlPlace sli, SlothWords words)
    {
        sli.HasOnly("events", "raw", "plugin");
        if (sli.Members().Count() != 1)
            throw sli.Invalid("it is exactly one of 'events', 'raw' and 'plugin'", "Keep one of them.");

        if (sli.OptionalMember("events") is not { } events)
            return null;

        events.HasOnly(words.ErrorQuery, words.TotalQuery);
        return new(Query(events, words.ErrorQuery), Query(events, words.TotalQuery));
    }

    private static YamlPlace? ReadRaw(YamlPlace sli, SlothWords words)
    {
        if (sli.OptionalMember("raw") is not { } raw)
            return null;

        raw.HasOnly(words.RatioQuery);
        return Query(raw, words.RatioQuery);
    }

    private static YamlPlace Query(YamlPlace events, string name)
    {
        var query = events.Member(name, "Write the query, with {{.window}} for the window.");
        return Window().IsMatch(query.Text())
            ? query
            : throw query.Invalid("it does not use {{.window}}", "Put '[{{.window}}]' behind the counter: sloth asks over many windows.");
    }

    /// <summary>The alerts in general, and the one that pages and the one that makes a ticket.</summary>
    private static List<YamlPlace> Alerting(YamlPlace place, SlothWords words)
    {
        if (place.OptionalMember("alerting") is not { } alerting)
            return [];

        alerting.HasOnly("name", "labels", "annotations", words.PageAlert, words.TicketAlert);
        alerting.OptionalMember("name")?.Text();
        var alerts = new[] { alerting.OptionalMember(words.PageAlert), alerting.OptionalMember(words.TicketAlert) }.OfType<YamlPlace>().ToList();
        foreach (var alert in alerts)
            alert.HasOnly("disable", "labels", "annotations");

        return [alerting, .. alerts];
    }

    private static Dictionary<string, string> Annotations(List<YamlPlace> alerting)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in alerting.Skip(1).Concat(alerting.Take(1)).SelectMany(alert => Texts(alert.OptionalMember("annotations"))))
            annotations.TryAdd(key, value);

        return annotations;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex NameShape();

    [GeneratedRegex(@"\{\{-?\s*\.window\s*-?\}\}")]
    private static partial Regex Window();
}

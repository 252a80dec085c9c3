using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Reliability.Model;

namespace Reliability.AspNetCore.StatusPage;

/// <summary>The live error budgets as a page. Every text goes through <see cref="Encode"/>.</summary>
internal static partial class StatusHtml
{
    private const string Empty =
        """<p class="empty">No operation is declared. Put <code>[Slo(99.9)]</code> on an endpoint or a partial method.</p>""";

    private static readonly string s_page = Resource("page.html");
    private static readonly string s_style = Resource("page.css");
    private static readonly string s_script = Resource("page.js");

    public static string Render(IReadOnlyList<OperationStatus> operations, string nonce)
    {
        var services = operations.Select(status => status.Service.Name).Distinct();

        // In one pass: a name that looks like a placeholder is a name.
        return Placeholder().Replace(s_page, match => match.Groups[1].Value switch
        {
            "style" => s_style,
            "script" => s_script,
            "nonce" => nonce,
            "title" => Encode(string.Join(", ", services) is { Length: > 0 } names ? names : "no operations"),
            _ => operations.Count == 0 ? Empty : string.Concat(operations.Select(Operation)),
        });
    }

    private static string Operation(OperationStatus status)
    {
        var (operation, level) = (status.Operation, status.Operation.Level);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <article>
              <header>
                <h2>{Encode(operation.Name)}</h2>
                <code>{Encode(operation.Function ?? "")}</code>
              </header>
              <dl>
                <div><dt>owner</dt><dd>{Owner(operation.Owner)}</dd></div>
                <div><dt>runbook</dt><dd>{Runbook(level.Runbook)}</dd></div>
                <div><dt>window</dt><dd>{level.WindowDays} d, seen {Durations.Short(status.ObservedFor)}</dd></div>
                <div><dt>under way</dt><dd>{status.Active}</dd></div>
              </dl>
              {string.Concat(status.Objectives.Select(Objective))}
            </article>

            """);
    }

    private static string Objective(ObjectiveStatus status)
    {
        var budget = status.Budget;
        return string.Create(CultureInfo.InvariantCulture, $"""
            <section class="{Mood(status)}">
                <h3>{Encode(status.Objective.Promise)}</h3>
                <p class="budget"><strong>{Percent(budget.Remaining)}</strong> of the error budget left
                  <span>{budget.Bad} bad of {budget.Total}</span></p>
                <meter min="0" max="1" value="{Math.Clamp(budget.Remaining, 0m, 1m):0.####}">{Percent(budget.Remaining)}</meter>
                <p class="burn">burn rate {string.Join(" ", status.BurnRates.Select(BurnRate))}</p>
                {Chart.Render(status)}
              </section>
            """);
    }

    private static string BurnRate(WindowBurnRate rate) => string.Create(
        CultureInfo.InvariantCulture, $"""<span title="averaged over {Durations.Short(rate.Window)}">{Durations.Short(rate.Window)} <b>{rate.BurnRate:0.0}×</b></span>""");

    /// <summary>Spent is bad; burning faster than allowed is a warning; everything else is fine.</summary>
    private static string Mood(ObjectiveStatus status) =>
        status.Budget.Remaining <= 0m ? "spent" : status.BurnRates.Any(rate => rate.BurnRate > 1m) ? "burning" : "fine";

    private static string Percent(decimal ratio) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(ratio * 1000m) / 10m:0.#} %");

    private static string Owner(Ownership? owner) => owner is null
        ? "<em>nobody</em>"
        : string.Join(" ", new[] { owner.Team, owner.Chat, owner.OnCall }.OfType<string>().Select(Encode));

    /// <summary>Only a web address becomes a link: a <c>javascript:</c> one would run.</summary>
    private static string Runbook(string? runbook) => runbook switch
    {
        null => "<em>none</em>",
        _ when Uri.TryCreate(runbook, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") =>
            $"""<a href="{Encode(runbook)}" rel="noreferrer">{Encode(runbook)}</a>""",
        _ => Encode(runbook),
    };

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static string Resource(string name)
    {
        using var stream = typeof(StatusHtml).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using Reliability.Artifacts;
using Reliability.Model;

namespace Reliability.Cli;

/// <summary>What every export can be told.</summary>
internal sealed class ExportArguments
{
    private static readonly Dictionary<string, MetricNaming> s_namings = new(StringComparer.Ordinal)
    {
        ["prometheus"] = MetricNaming.PrometheusExporter,
        ["otlp"] = MetricNaming.Otlp,
        ["otlp-without-suffixes"] = MetricNaming.OtlpWithoutSuffixes,
    };

    private const string BuildOption = "--build";

    private readonly Argument<string[]> _assemblies = AssemblyArgument.CreateMany();

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The directory to write to. It is created if it does not exist.", HelpName = "directory", Required = true,
    };

    private readonly Option<string> _naming = new("--naming")
    {
        Description = "How metrics reach Prometheus: scraped (prometheus), or pushed with or without units and _total in their names.",
        DefaultValueFactory = _ => "prometheus",
    };

    private readonly Option<string?> _grafanaUrl = new("--grafana-url")
    {
        Description = "Where Grafana is, for links to its dashboards.", HelpName = "url",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Write nothing; fail with a difference if the directory is not what would be written.",
    };

    private readonly Option<bool> _prune = new("--prune")
    {
        Description = "Delete files that an earlier export of the same kind wrote and that are no longer generated.",
    };

    // For the targets of the package Reliability.Analyzers only.
    private readonly Option<string?> _build = new(BuildOption) { Hidden = true };

    public ExportArguments()
    {
        _naming.AcceptOnlyFromAmong([.. s_namings.Keys]);
        _grafanaUrl.Validators.Add(MustBeAnAddress);
    }

    /// <summary>Whether a build reads what is printed.</summary>
    public static bool IsForBuild(ParseResult line) => line.Tokens.Any(token => token.Value == BuildOption);

    public void AddTo(Command command)
    {
        command.Arguments.Add(_assemblies);
        foreach (var option in new Option[] { _output, _naming, _grafanaUrl, _check, _prune, _build })
            command.Options.Add(option);
    }

    /// <summary>Derives the files and writes or compares them.</summary>
    public int Run(ParseResult line, Func<IReadOnlyList<ServiceManifest>, ExportOptions, Export> derive)
    {
        IExportReport report = line.GetValue(_build) is { } list
            ? new BuildReport(line.InvocationConfiguration.Output, list)
            : new PersonReport(line.InvocationConfiguration.Output, line.InvocationConfiguration.Error, SameWithout(line, _check));
        return Expected.Run(report.Failed, () =>
        {
            var export = derive(Load(line), Options(line));
            var directory = line.GetRequiredValue(_output);
            return line.GetValue(_check)
                ? ExportRun.Check(directory, export, report)
                : ExportRun.Write(directory, export, MayDelete(line), report);
        });
    }

    // A build names everything that it puts together; most of it promises nothing.
    private IReadOnlyList<ServiceManifest> Load(ParseResult line)
    {
        var paths = line.GetRequiredValue(_assemblies);
        return line.GetValue(_build) is null ? Manifests.Load(paths) : Manifests.LoadPresent(paths);
    }

    private Func<string, bool> MayDelete(ParseResult line) => line switch
    {
        _ when line.GetValue(_prune) => _ => true,
        _ when line.GetValue(_build) is { } list => BuildReport.WrittenBefore(list),
        _ => _ => false,
    };

    private ExportOptions Options(ParseResult line) => new()
    {
        Naming = s_namings[line.GetRequiredValue(_naming)],
        GrafanaUrl = line.GetValue(_grafanaUrl)?.TrimEnd('/'),
    };

    private static void MustBeAnAddress(OptionResult option)
    {
        var url = option.GetValueOrDefault<string?>();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            option.AddError($"'{Printable.Text(url ?? "")}' is no address of a Grafana: --grafana-url https://grafana.example.com");
    }

    private static string SameWithout(ParseResult line, Option option) =>
        string.Join(' ', line.Tokens.Select(token => token.Value).Where(token => token != option.Name).Prepend("reliability").Select(Quoted));

    private static string Quoted(string token) => token.Any(char.IsWhiteSpace) ? $"\"{Printable.Text(token)}\"" : Printable.Text(token);
}

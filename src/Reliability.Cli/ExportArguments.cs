using System.CommandLine;
using System.CommandLine.Parsing;
using Reliability.Artifacts;
using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Cli;

/// <summary>What an export can be told, and what it makes of it.</summary>
internal sealed class ExportArguments
{
    // For the targets of the package Reliability.Analyzers only: a build reads what is printed, and the file is for the list of what was written.
    private const string BuildOption = "--build";

    private readonly Argument<string[]> _assemblies = AssemblyArgument.CreateMany();

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The directory to write to. It is created if it does not exist.", HelpName = "directory", Required = true,
    };

    private readonly Option<string> _naming = NamingOption.Create();

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

    private readonly Option<bool> _operator = new("--operator")
    {
        Description = "Write resources of the Prometheus operator (PrometheusRule) as well.",
    };

    private readonly Option<Dictionary<string, string>?> _ruleLabels = new("--rule-label")
    {
        Description = "With --operator: a label by which the operator finds rules (ruleSelector). May be given several times.",
        HelpName = "name=value",
        CustomParser = Labels,
    };

    private readonly Option<bool> _fleet = new("--fleet")
    {
        Description = "Write rules of constant size that serve every service instead; no assembly is needed.",
    };

    private readonly Option<IReadOnlyList<int>?> _windows = new("--windows")
    {
        Description = $"With --fleet: the windows of the promises in days, with commas between them. [default: {string.Join(',', FleetExporter.DefaultWindows)}]",
        HelpName = "days",
        CustomParser = argument => Days(argument),
    };

    private readonly Option<string?> _build = new(BuildOption) { Hidden = true };

    public ExportArguments()
    {
        _grafanaUrl.Validators.Add(MustBeAnAddress);
    }

    /// <summary>Whether a build reads what is printed.</summary>
    public static bool IsForBuild(ParseResult line) => line.Tokens.Any(token => token.Value == BuildOption);

    /// <summary>Adds what the formats of a command understand.</summary>
    public void AddTo(Command command, params IReadOnlyList<ExportFormat> formats)
    {
        command.Add(_assemblies);
        foreach (var option in new Option[] { _output, _naming, _grafanaUrl, _check, _prune, _build })
            command.Add(option);

        if (formats.Any(format => format.DeriveForOperator is not null))
        {
            command.Add(_operator);
            command.Add(_ruleLabels);
            command.Validators.Add(result =>
            {
                if (result.GetResult(_ruleLabels) is { Tokens.Count: > 0 } && !result.GetValue(_operator))
                    result.AddError("--rule-label is for the resources that --operator writes: name both.");
            });
        }

        if (formats is [{ DeriveForFleet: not null }])
            AddFleetTo(command);
    }

    /// <summary>Derives the files of formats and writes or compares them.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="formats">What is asked for.</param>
    /// <param name="inFolders">Whether each format has a folder of its own.</param>
    public int Run(ParseResult line, IReadOnlyList<ExportFormat> formats, bool inFolders)
    {
        IExportReport report = line.GetValue(_build) is { } list
            ? new BuildReport(line.InvocationConfiguration.Output, list)
            : new PersonReport(line.InvocationConfiguration.Output, line.InvocationConfiguration.Error, SameWithout(line, _check));
        return Expected.Run(report.Failed, () =>
        {
            var parts = Derive(line, formats);
            var export = new Export([.. inFolders ? parts.Select(part => part.InFolder()) : parts]);
            var directory = line.GetRequiredValue(_output);
            return line.GetValue(_check)
                ? ExportRun.Check(directory, export, report)
                : ExportRun.Write(directory, export, MayDelete(line), report);
        });
    }

    private void AddFleetTo(Command command)
    {
        _assemblies.Arity = ArgumentArity.ZeroOrMore;
        command.Add(_fleet);
        command.Add(_windows);
        command.Validators.Add(result =>
        {
            var fleet = result.GetValue(_fleet);
            if (fleet && result.GetResult(_assemblies) is { Tokens.Count: > 0 })
                result.AddError("--fleet serves every service: leave the assembly out. Rules of its own beside them would record the same series twice.");

            if (!fleet && result.GetResult(_assemblies) is not { Tokens.Count: > 0 })
                result.AddError("Name an assembly or a directory, or ask for rules that serve every service with --fleet.");

            if (fleet && (result.GetValue(_operator) || result.GetResult(_ruleLabels) is { Tokens.Count: > 0 }))
                result.AddError("--fleet writes a rule file only: put its groups into a PrometheusRule of your own.");

            if (!fleet && result.GetResult(_windows) is not null)
                result.AddError("--windows is for --fleet: an assembly says itself what its windows are.");
        });
    }

    private IReadOnlyList<ExportPart> Derive(ParseResult line, IReadOnlyList<ExportFormat> formats)
    {
        var options = Options(line);
        if (line.GetValue(_fleet))
            return [.. formats.Select(format => new ExportPart(format, null, format.DeriveForFleet!(options, line.GetValue(_windows) ?? FleetExporter.DefaultWindows)))];

        var services = Load(line);
        return [.. formats.Select(format => new ExportPart(format, null, Derive(format, services, options, line.GetValue(_operator))))];
    }

    // Where nothing is promised there is nothing to route or to look at either.
    private static IReadOnlyList<ArtifactFile> Derive(ExportFormat format, IReadOnlyList<ServiceManifest> services, ExportOptions options, bool forOperator) =>
        services.Count == 0 ? [] : [.. format.Derive(services, options), .. forOperator ? DeriveForOperator(format, services, options) : []];

    private static IReadOnlyList<ArtifactFile> DeriveForOperator(ExportFormat format, IReadOnlyList<ServiceManifest> services, ExportOptions options)
    {
        try
        {
            return format.DeriveForOperator?.Invoke(services, options) ?? [];
        }
        catch (ArgumentException e)
        {
            // Only a label can be wrong, and only Kubernetes' names know how.
            throw new UsageException(e.Message);
        }
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

    private ExportOptions Options(ParseResult line) => NamingOption.Read(line, _naming) with
    {
        GrafanaUrl = line.GetValue(_grafanaUrl)?.TrimEnd('/'),
        RuleLabels = line.GetValue(_ruleLabels) ?? [],
    };

    private static void MustBeAnAddress(OptionResult option)
    {
        var url = option.GetValueOrDefault<string?>();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            option.AddError($"'{Printable.Text(url ?? "")}' is no address of a Grafana: --grafana-url https://grafana.example.com");
    }

    private static Dictionary<string, string> Labels(ArgumentResult argument)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in argument.Tokens.Select(token => token.Value))
        {
            if (text.Split('=') is [{ Length: > 0 } name, var value])
                labels[name] = value;
            else
                argument.AddError($"'{Printable.Text(text)}' is no label: --rule-label release=kube-prometheus-stack");
        }

        return labels;
    }

    private static List<int> Days(ArgumentResult argument)
    {
        var days = new List<int>();
        foreach (var text in argument.Tokens.SelectMany(token => CommaSeparated.Split(token.Value)))
        {
            if (int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var day) && day is >= ServiceLevel.MinWindowDays and <= ServiceLevel.MaxWindowDays)
                days.Add(day);
            else
                argument.AddError($"'{Printable.Text(text)}' is no window: {ServiceLevel.MinWindowDays} to {ServiceLevel.MaxWindowDays} days.");
        }

        if (days.Count == 0)
            argument.AddError("--windows names no window: --windows 7,28,30");

        return days;
    }

    private static string SameWithout(ParseResult line, Option option) =>
        string.Join(' ', line.Tokens.Select(token => token.Value).Where(token => token != option.Name).Prepend("reliability").Select(Quoted));

    private static string Quoted(string token) => token.Any(char.IsWhiteSpace) ? $"\"{Printable.Text(token)}\"" : Printable.Text(token);
}

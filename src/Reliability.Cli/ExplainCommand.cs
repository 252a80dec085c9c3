using System.CommandLine;
using Reliability.Artifacts;
using Reliability.Artifacts.Explanations;
using Reliability.Model;

namespace Reliability.Cli;

/// <summary><c>reliability explain</c>.</summary>
internal static class ExplainCommand
{
    private const string Examples = """
        Examples:
          reliability explain bin/Release/net10.0/Checkout.dll
          reliability explain publish/ place-order
          reliability explain publish/ place-order > place-order.md

        Says what is promised, how much may go wrong, and who hears of it when. Redirected output is Markdown.
        """;

    private static readonly string[] s_alertColumns = ["Alert", "Fires when", "Which means"];

    private static readonly string[] s_timeColumns = ["When", "Then"];

    public static Command Create()
    {
        var assembly = AssemblyArgument.Create();
        var slo = new Argument<string?>("slo") { Description = "The name of an operation; all of them without it.", Arity = ArgumentArity.ZeroOrOne };
        var naming = NamingOption.Create();
        var command = new DocumentedCommand("explain", "Explains promises in words: budgets, alerts, and the time until somebody is woken.", Examples) { assembly, slo, naming };
        command.SetAction(result => Expected.Run(
            result.InvocationConfiguration.Error,
            () => Explain(Manifests.Load(result.GetRequiredValue(assembly)), result.GetValue(slo), NamingOption.Read(result, naming), new(result.InvocationConfiguration.Output))));
        return command;
    }

    private static void Explain(IReadOnlyList<ServiceManifest> services, string? slo, ExportOptions options, DocumentPrinter printer)
    {
        var all = services.SelectMany(service => service.Operations.Select(operation => (Service: service, Operation: operation))).ToList();
        var asked = slo is null ? all : all.FindAll(one => one.Operation.Name == slo);
        if (asked.Count == 0)
            throw new UsageException(NearNames.Unknown("SLO", slo!, all.Select(one => one.Operation.Name)));

        foreach (var (service, operation) in asked)
            Print(Explanation.Of(service, operation, options), printer);
    }

    private static void Print(Explanation explanation, DocumentPrinter printer)
    {
        printer.Heading(2, $"{explanation.Service}: {explanation.Operation}");
        printer.Facts(explanation.Facts);
        foreach (var objective in explanation.Objectives)
        {
            printer.Heading(3, objective.Name);
            printer.Paragraph(objective.Promise + " " + objective.Budget);
            printer.Table(s_alertColumns, objective.Alerts.Select(alert => new[] { alert.Severity, alert.Condition, alert.Meaning }));
            if (objective.Queries.Count > 0)
                printer.Facts(objective.Queries);

            printer.Table(s_timeColumns, objective.Times.Select(time => new[] { time.When, time.Then }));
            if (objective.LowTraffic is { } lowTraffic)
                printer.Paragraph(lowTraffic);
        }

        printer.Paragraph(explanation.Footnote);
    }
}

using System.CommandLine;
using Reliability.Artifacts;
using Reliability.Model;

namespace Reliability.Cli;

/// <summary><c>reliability show</c>.</summary>
internal static class ShowCommand
{
    private const string Examples = """
        Examples:
          reliability show bin/Release/net10.0/Checkout.dll
          reliability show publish/ > promises.md

        Redirected output is Markdown, the same on every machine.
        """;

    private const string Unknown = "-";

    private static readonly string[] s_columns = ["Operation", "Objectives", "Window", "Owner", "Layer", "Runbook", "Source"];

    public static Command Create()
    {
        var assembly = AssemblyArgument.Create();
        var command = new DocumentedCommand("show", "Shows what services promise: operations, objectives, owners.", Examples) { assembly };
        command.SetAction(result => Expected.Run(
            result.InvocationConfiguration.Error,
            () => Show(result.GetRequiredValue(assembly), new DocumentPrinter(result.InvocationConfiguration.Output))));
        return command;
    }

    private static void Show(string assembly, DocumentPrinter printer)
    {
        foreach (var service in Manifests.Load(assembly))
        {
            printer.Heading(2, Heading(service.Service));
            printer.Table(s_columns, service.Operations.Select(Row));
        }
    }

    private static string Heading(ServiceIdentity service)
    {
        var facts = new[] { Fact("tier", service.Tier), Fact("part of", service.System) }.OfType<string>().ToList();
        return facts.Count == 0 ? service.Name : $"{service.Name} ({string.Join(", ", facts)})";
    }

    private static string? Fact(string what, string? value) => value is null ? null : $"{what} {value}";

    private static string[] Row(Operation operation) =>
    [
        operation.Name,
        string.Join("; ", operation.Level.Objectives.Select(objective => objective.Promise)),
        Words.Count(operation.Level.WindowDays, "day"),
        operation.Owner?.Team ?? Unknown,
        operation.Layer.Name(),
        operation.Level.Runbook ?? Unknown,
        operation.Source ?? Unknown,
    ];
}

using Reliability.Artifacts;
using Spectre.Console;

namespace Reliability.Cli;

/// <summary>Prints a table: for a person's terminal as wide and as colourful as that is; into a file or a pipe as Markdown
/// without padding, so that one longer name does not change every line of a diff.</summary>
internal sealed class TablePrinter(TextWriter output)
{
    private readonly bool _isTerminal = Terminal.Is(output);

    public void Print(string heading, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (_isTerminal)
            PrintForPeople(heading, columns, rows);
        else
            PrintMarkdown(heading, columns, rows);
    }

    private static void PrintForPeople(string heading, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Title($"[bold]{Cell(heading)}[/]").Border(TableBorder.Rounded).AddColumns([.. columns]);
        foreach (var row in rows)
            table.AddRow([.. row.Select(Cell)]);

        AnsiConsole.Write(table);

        static string Cell(string text) => Markup.Escape(Printable.Text(text));
    }

    private void PrintMarkdown(string heading, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        output.WriteLine($"## {Cell(heading)}");
        output.WriteLine();
        foreach (var row in rows.Prepend([.. columns.Select(_ => "---")]).Prepend(columns))
            output.WriteLine($"| {string.Join(" | ", row.Select(Cell))} |");

        output.WriteLine();

        static string Cell(string text) => Printable.Text(text).Replace("|", "\\|", StringComparison.Ordinal);
    }
}

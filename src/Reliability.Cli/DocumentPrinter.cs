using Reliability.Artifacts;
using Spectre.Console;

namespace Reliability.Cli;

/// <summary>Prints headings, paragraphs and tables: for a person's terminal as wide and as colourful as that is; into a file or a
/// pipe as Markdown without padding, so that one longer name does not change every line of a diff.</summary>
internal sealed class DocumentPrinter(TextWriter output)
{
    private readonly bool _isTerminal = Terminal.Is(output);

    public void Heading(int depth, string text)
    {
        if (_isTerminal)
            AnsiConsole.Write(new Text(Printable.Text(text) + "\n", new(decoration: depth > 2 ? Decoration.Underline : Decoration.Bold)));
        else
            Markdown($"{new string('#', depth)} {Cell(text)}");
    }

    public void Paragraph(string text)
    {
        if (_isTerminal)
            AnsiConsole.Write(new Text(Printable.Text(text) + "\n\n"));
        else
            Markdown(Cell(text));
    }

    /// <summary>What has a name and no columns.</summary>
    public void Facts(IEnumerable<(string Heading, string Text)> facts)
    {
        if (_isTerminal)
        {
            var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            foreach (var (heading, text) in facts)
                grid.AddRow(new Text(Printable.Text(heading), new(decoration: Decoration.Dim)), new Text(Printable.Text(text)));

            AnsiConsole.Write(grid);
            AnsiConsole.WriteLine();
        }
        else
        {
            Markdown(string.Join(output.NewLine, facts.Select(fact => $"- {Cell(fact.Heading)}: {Cell(fact.Text)}")));
        }
    }

    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (_isTerminal)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns([.. columns.Select(Markup.Escape)]);
            foreach (var row in rows)
                table.AddRow([.. row.Select(cell => Markup.Escape(Printable.Text(cell)))]);

            AnsiConsole.Write(table);
            AnsiConsole.WriteLine();
        }
        else
        {
            Markdown(string.Join(output.NewLine, rows.Prepend([.. columns.Select(_ => "---")]).Prepend(columns).Select(row => $"| {string.Join(" | ", row.Select(Cell))} |")));
        }
    }

    private void Markdown(string block)
    {
        output.WriteLine(block);
        output.WriteLine();
    }

    private static string Cell(string text) => Printable.Text(text).Replace("|", "\\|", StringComparison.Ordinal);
}

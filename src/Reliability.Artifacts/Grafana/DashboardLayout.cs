namespace Reliability.Artifacts.Grafana;

/// <summary>Places panels from left to right and from top to bottom, and numbers them.</summary>
internal sealed class DashboardLayout
{
    /// <summary>The width of a dashboard.</summary>
    public const int Width = 24;

    private readonly List<Panel> _panels = [];
    private int _lastId;
    private int _y;

    public IReadOnlyList<Panel> Panels => _panels;

    /// <summary>A headline over what follows.</summary>
    public void Headline(string title)
    {
        _panels.Add(Headline(title, collapsed: false, []));
        _y++;
    }

    /// <summary>Panels under a headline that are looked up only when somebody unfolds them.</summary>
    public void Folded(string title, IEnumerable<(int Height, Panel[] Panels)> lines)
    {
        var place = _y;
        var headline = Headline(title, collapsed: true, []);
        _y++;
        var folded = lines.SelectMany(line => Place(line.Height, line.Panels)).ToList();
        _panels.Add(headline with { Panels = folded });
        _y = place + 1;
    }

    /// <summary>Panels beside each other, each as wide as it says or as what is left allows.</summary>
    public void Line(int height, params Panel[] panels) => _panels.AddRange(Place(height, panels));

    private List<Panel> Place(int height, Panel[] panels)
    {
        var x = 0;
        var placed = new List<Panel>();
        for (var i = 0; i < panels.Length; i++)
        {
            var width = panels[i].GridPos?.W ?? (Width - x) / (panels.Length - i);
            placed.Add(panels[i] with { Id = ++_lastId, GridPos = new(height, width, x, _y) });
            x += width;
        }

        _y += height;
        return placed;
    }

    private Panel Headline(string title, bool collapsed, IReadOnlyList<Panel> panels) => new()
    {
        Type = "row", Id = ++_lastId, Title = GrafanaText.Title(title), GridPos = new(1, Width, 0, _y), Collapsed = collapsed, Panels = panels,
    };
}

namespace Reliability.Corpus.Projects;

/// <summary>The properties of a project while it is read. Global ones cannot be overwritten, as in MSBuild.</summary>
internal sealed class PropertyBag(IReadOnlyDictionary<string, string> globals)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public string this[string name]
    {
        get => globals.TryGetValue(name, out var value) || _values.TryGetValue(name, out value) ? value : "";
        set => _values[name] = value;
    }

    public bool IsTrue(string name) => string.Equals(this[name].Trim(), "true", StringComparison.OrdinalIgnoreCase);

    public bool IsFalse(string name) => string.Equals(this[name].Trim(), "false", StringComparison.OrdinalIgnoreCase);
}

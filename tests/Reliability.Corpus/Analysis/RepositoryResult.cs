namespace Reliability.Corpus.Analysis;

/// <summary>What the rules say about one repository, and how far its code was understood.</summary>
internal sealed class RepositoryResult(string name, string title)
{
    public string Name => name;

    /// <summary>Name and commit.</summary>
    public string Title => title;

    /// <summary>Lines that people wrote.</summary>
    public int Lines { get; set; }

    public int Projects { get; set; }

    /// <summary>Compile errors by id.</summary>
    public SortedDictionary<string, ErrorCount> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>The projects of which much could not be bound, for lack of packages.</summary>
    public List<string> BadlyBound { get; } = [];

    public List<Report> Reports { get; } = [];

    public List<Crash> Crashes { get; } = [];

    /// <summary>What each rule took.</summary>
    public Dictionary<string, TimeSpan> Times { get; } = new(StringComparer.Ordinal);

    public List<string> Remarks { get; } = [];

    public int ErrorCount => Errors.Values.Sum(error => error.Count);
}

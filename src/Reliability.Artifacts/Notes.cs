namespace Reliability.Artifacts;

/// <summary>Finds in the labels and annotations of others what we have a place for. Everybody spells them differently: with a domain
/// before, with hyphens or underscores.</summary>
internal static class Notes
{
    public static readonly string[] Runbook = ["runbook", "runbook-url", "runbook-link", "playbook"];

    public static readonly string[] Owner = ["owner", "team", "squad"];

    /// <summary>The value of the first of some keys, whatever is before them.</summary>
    public static TValue? Find<TValue>(IEnumerable<KeyValuePair<string, TValue>> notes, string[] keys)
        where TValue : class =>
        keys.SelectMany(key => notes.Where(note => Plain(note.Key) == key)).Select(note => note.Value).FirstOrDefault();

    /// <summary>Whether there is a place for what a key says.</summary>
    public static bool HasPlace(string key) => Runbook.Contains(Plain(key)) || Owner.Contains(Plain(key));

    private static string Plain(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..].ToLowerInvariant().Replace('_', '-');
}

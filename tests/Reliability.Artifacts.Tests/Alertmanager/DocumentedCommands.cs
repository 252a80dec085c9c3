namespace Reliability.Artifacts.Tests.Alertmanager;

/// <summary>The commands of docs/operations.md, to be run as they stand there.</summary>
internal static class DocumentedCommands
{
    public static string Merge { get; } = Below("### Merging");

    public static string RouteTests { get; } = Below("### Testing routes");

    private static string Below(string headline)
    {
        using var page = new StreamReader(typeof(DocumentedCommands).Assembly.GetManifestResourceStream("operations.md")!);
        return page.ReadToEnd().Split(headline + "\n")[1].Split("```sh\n")[1].Split("```")[0];
    }
}

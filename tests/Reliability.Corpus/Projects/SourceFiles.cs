namespace Reliability.Corpus.Projects;

/// <summary>Which files a project compiles: what the SDK takes by itself, and what the project adds and removes.</summary>
internal static class SourceFiles
{
    public static IReadOnlyList<string> Of(EvaluatedProject project, IEnumerable<string> projectDirectories)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        if (!project.Properties.IsFalse("EnableDefaultCompileItems") && !project.Properties.IsFalse("EnableDefaultItems"))
            files.UnionWith(Below(project.Directory, [.. projectDirectories.Where(other => Paths.IsBelow(other, project.Directory))]));

        foreach (var item in project.Items)
        {
            if (item.Is("Compile", ItemAction.Include))
            {
                files.UnionWith(Glob.Files(item.Directory, item.Value).Where(IsCSharp));
            }
            else if (item.Is("Compile", ItemAction.Remove))
            {
                var removed = Glob.Matcher(item.Directory, item.Value);
                files.RemoveWhere(removed.IsMatch);
            }
        }

        return [.. files];
    }

    public static bool IsCSharp(string file) => file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>All C# files below a directory, without what is built there and without hidden directories.</summary>
    public static IEnumerable<string> Below(string directory, IReadOnlyCollection<string> without)
    {
        foreach (var file in Directory.EnumerateFiles(directory).Where(IsCSharp))
            yield return Paths.Native(file);

        foreach (var child in Directory.EnumerateDirectories(directory).Select(Paths.Native))
        {
            if (Path.GetFileName(child) is "bin" or "obj" or "node_modules" || Path.GetFileName(child).StartsWith('.') || without.Contains(child))
                continue;

            foreach (var file in Below(child, without))
                yield return file;
        }
    }
}

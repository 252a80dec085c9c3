using System.IO.Compression;

namespace Reliability.Corpus.Packages;

/// <summary>An empty package in the place of one that the registry does not have, so that packages that need it, and by
/// themselves could be had, are not lost too.</summary>
internal static class StandInPackage
{
    public static void Write(string directory, string id, string version)
    {
        using var archive = ZipFile.Open(Path.Combine(directory, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using var writer = new StreamWriter(archive.CreateEntry($"{id}.nuspec").Open());
        writer.Write($"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{version}</version>
                <authors>nobody</authors>
                <description>Empty.</description>
              </metadata>
            </package>
            """);
    }
}

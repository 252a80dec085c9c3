using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Reliability.Corpus.Compilations;

/// <summary>Loads analyzers and generators of others apart from ours, on the Roslyn that runs here.</summary>
internal sealed class AnalyzerLoader(IReadOnlyCollection<string> folders) : AssemblyLoadContext("analyzers"), IAnalyzerAssemblyLoader
{
    public void AddDependencyLocation(string fullPath)
    {
    }

    public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What the host has is the host's: two copies of Roslyn would not know each other's types.
        if (Default.Assemblies.Any(loaded => loaded.GetName().Name == assemblyName.Name) || assemblyName.Name is "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp")
            return null;

        return folders.Select(folder => Path.Combine(folder, assemblyName.Name + ".dll")).FirstOrDefault(File.Exists) is { } path
            ? LoadFromAssemblyPath(path)
            : null;
    }
}

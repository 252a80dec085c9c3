using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Reliability.Corpus.Packages;

namespace Reliability.Corpus.Projects;

/// <summary>Reads one project file as the compiler would get to see the project.</summary>
internal static class ProjectReader
{
    private static readonly string[] s_visible =
        ["IsTestProject", "OutputType", "TargetFramework", "IsPackable", "PublishAot", "UsingMicrosoftNETSdkWeb", "UsingMicrosoftNETSdkWorker", "RootNamespace"];

    /// <returns>The project, or why it is left out.</returns>
    public static (CodeProject? Project, string? LeftOut) Read(string path, string root, IReadOnlyCollection<string> projectDirectories)
    {
        var framework = TargetFramework.Newest(ProjectEvaluator.Evaluate(path, root, ImmutableDictionary<string, string>.Empty));
        var project = ProjectEvaluator.Evaluate(path, root, Globals(path, framework));
        if (LeftOut.Reason(project, framework, root) is { } reason)
            return (null, reason);

        var isProgram = IsProgram(project);
        var name = project.Properties["AssemblyName"] is { Length: > 0 } assembly ? assembly : project.Name;
        return (new CodeProject
        {
            Path = path,
            Name = project.Name,
            AssemblyName = name,
            Sources = SourceFiles.Of(project, projectDirectories),
            ParseOptions = new CSharpParseOptions(
                project.Properties["LangVersion"].Equals("preview", StringComparison.OrdinalIgnoreCase) ? LanguageVersion.Preview : LanguageVersion.Latest,
                preprocessorSymbols: Symbols(project, framework)),
            Options = Options(project, isProgram),
            GeneratedSource = GlobalUsings.Of(project) + InternalsVisibleTo(project),
            ProjectReferences = [.. project.Included("ProjectReference").Select(item => Paths.Full(item.Directory, item.Value)).Distinct()],
            Packages = [.. PackageRequest.Of(project)],
            BuildProperties = BuildProperties(project, isProgram),
        }, null);
    }

    private static Dictionary<string, string> Globals(string path, TargetFramework framework) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["TargetFramework"] = framework.Name,
        ["TargetFrameworkIdentifier"] = framework.Family switch { "net4" => ".NETFramework", "netstandard" => ".NETStandard", _ => ".NETCoreApp" },
        ["TargetFrameworkVersion"] = $"v{framework.Major}.{framework.Minor}",
        ["MSBuildProjectName"] = Path.GetFileNameWithoutExtension(path),
    };

    private static bool IsProgram(EvaluatedProject project) => project.Properties["OutputType"].ToUpperInvariant() switch
    {
        "EXE" or "WINEXE" => true,
        "LIBRARY" => false,
        _ => project.Sdk.Split('/')[0] is "Microsoft.NET.Sdk.Web" or "Microsoft.NET.Sdk.Worker",
    };

    private static IEnumerable<string> Symbols(EvaluatedProject project, TargetFramework framework) =>
        project.Properties["DefineConstants"].Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(SyntaxFacts.IsValidIdentifier)
            .Concat(framework.Symbols())
            .Append("TRACE")
            .Append("RELEASE")
            .Distinct();

    private static CSharpCompilationOptions Options(EvaluatedProject project, bool isProgram)
    {
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default,
            nullableContextOptions: project.Properties["Nullable"].Trim().ToUpperInvariant() switch
            {
                "ENABLE" => NullableContextOptions.Enable,
                "WARNINGS" => NullableContextOptions.Warnings,
                "ANNOTATIONS" => NullableContextOptions.Annotations,
                _ => NullableContextOptions.Disable,
            });

        // Without its public key an assembly is no friend of those that name the key in InternalsVisibleTo.
        var key = project.Properties["AssemblyOriginatorKeyFile"];
        return project.Properties.IsTrue("SignAssembly") && key.Length > 0 && File.Exists(Paths.Full(project.Directory, key))
            ? options.WithStrongNameProvider(new DesktopStrongNameProvider()).WithPublicSign(true).WithCryptoKeyFile(Paths.Full(project.Directory, key))
            : options;
    }

    private static string InternalsVisibleTo(EvaluatedProject project)
    {
        var text = new StringBuilder();
        foreach (var item in project.Included("InternalsVisibleTo"))
        {
            var friend = item["Key"] is { Length: > 0 } key ? $"{item.Value}, PublicKey={key}" : item.Value;
            text.Append("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(")
                .Append(SymbolDisplay.FormatLiteral(friend, quote: true))
                .Append(")]\n");
        }

        return text.ToString();
    }

    private static ImmutableDictionary<string, string> BuildProperties(EvaluatedProject project, bool isProgram)
    {
        var sdk = project.Sdk.Split('/')[0];
        var properties = s_visible.ToImmutableDictionary(name => name, name => project.Properties[name], StringComparer.OrdinalIgnoreCase)
            .SetItem(Shape.Property, Shape.Of(project, isProgram))
            .SetItem("OutputType", isProgram ? "Exe" : "Library")
            .SetItem("ProjectDir", project.Directory + "/");
        return sdk switch
        {
            "Microsoft.NET.Sdk.Web" => properties.SetItem("UsingMicrosoftNETSdkWeb", "true"),
            "Microsoft.NET.Sdk.Worker" => properties.SetItem("UsingMicrosoftNETSdkWorker", "true"),
            _ => properties,
        };
    }
}

using System.Diagnostics;
using System.Security;
using System.Text;

namespace Reliability.Corpus.Packages;

/// <summary>An empty project that asks for packages, for the sake of the paths of their assemblies. Takes nothing but
/// assemblies from a package: none of its build files are run.</summary>
internal sealed class RestoreProject(string directory)
{
    private const string Nothing = "<Project />\n";
    private const string References = "references.txt";

    public string AssetsFile => Path.Combine(directory, "obj", "project.assets.json");

    /// <summary>Restores what a plan asks for, and learns until that succeeds.</summary>
    /// <returns>Lines of path, package and framework, or null if nothing helps.</returns>
    public IReadOnlyList<string>? Restore(RestorePlan plan)
    {
        for (var attempt = 0; attempt < 25; attempt++)
        {
            Write(plan);
            var output = Build();
            var references = Path.Combine(directory, References);
            if (plan.Learn(RestoreProblem.Parse(output)))
                continue;

            if (File.Exists(references))
                return File.ReadAllLines(references);

            File.WriteAllText(Path.Combine(directory, "failure.log"), output);
            return null;
        }

        return null;
    }

    private void Write(RestorePlan plan)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);

        var standIns = Directory.CreateDirectory(Path.Combine(directory, "standins")).FullName;
        foreach (var (id, version) in plan.StandIns)
            StandInPackage.Write(standIns, id, version);

        // Cuts the project off from whatever lies above the directory.
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.WriteAllText(Path.Combine(directory, name), Nothing);

        var packages = new StringBuilder();
        foreach (var (id, version) in plan.Requests)
        {
            packages.Append("    <PackageReference Include=\"").Append(SecurityElement.Escape(id))
                .Append("\" Version=\"").Append(SecurityElement.Escape(version)).Append("\" IncludeAssets=\"compile\" />\n");
        }

        File.WriteAllText(Path.Combine(directory, "packages.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <NuGetAudit>false</NuGetAudit>
                <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
                <WarningsAsErrors />
                <NoWarn>NU1510;NU1604;NU1608;NU1701;NU1903</NoWarn>
                <RestoreAdditionalProjectSources>{standIns}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(Path.GetDirectoryName(directory)!, "packages")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
            {packages}  </ItemGroup>
              <Target Name="WriteReferences" DependsOnTargets="ResolveReferences;FindReferenceAssembliesForReferences">
                <WriteLinesToFile File="$(MSBuildProjectDirectory)/{References}"
                                  Lines="@(ReferencePathWithRefAssemblies->'%(Identity)|%(NuGetPackageId)|%(FrameworkReferenceName)')" />
              </Target>
            </Project>

            """);
    }

    private string Build()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "build packages.csproj -t:WriteReferences -m:1 -nodeReuse:false -v:m -nologo -tl:off")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }
}

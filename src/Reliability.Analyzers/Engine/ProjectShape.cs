using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Analyzers.Engine;

/// <summary>Kinds of projects.</summary>
[Flags]
internal enum ProjectShapes
{
    /// <summary>Answers requests.</summary>
    Service = 1,

    /// <summary>Works by itself: queues, schedules.</summary>
    Worker = 2,

    /// <summary>Is part of programs that it does not know.</summary>
    Library = 4,

    /// <summary>Is started by a person or a script and ends.</summary>
    Tool = 8,

    /// <summary>Holds tests, in which reliability is simulated and not kept.</summary>
    Test = 16,

    /// <summary>What runs for long and is watched.</summary>
    LongRunning = Service | Worker,

    /// <summary>All but tests.</summary>
    Production = Service | Worker | Library | Tool,
}

/// <summary>What kind of project is being compiled.</summary>
internal static class ProjectShape
{
    private static readonly string[] s_testFrameworks =
        ["xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "TUnit.Core"];

    /// <summary>The shape that the build tells, or the one that the references and the output tell.</summary>
    public static ProjectShapes Of(Compilation compilation, AnalyzerOptions options)
    {
        var build = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (build.TryGetValue("build_property.ReliabilityShape", out var name) && Enum.TryParse<ProjectShapes>(name, ignoreCase: true, out var shape))
            return shape;

        if (IsTest(options) || ReferencesTestFramework(compilation))
            return ProjectShapes.Test;

        if (compilation.Options.OutputKind is OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule)
            return ProjectShapes.Library;

        if (build.TryGetValue("build_property.UsingMicrosoftNETSdkWeb", out var web) && IsTrue(web))
            return ProjectShapes.Service;

        return KnownTypes.Find(compilation, "Microsoft.Extensions.Hosting.IHostedService") is null ? ProjectShapes.Tool : ProjectShapes.Worker;
    }

    /// <summary>Whether the build says that it holds tests.</summary>
    public static bool IsTest(AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.IsTestProject", out var value) && IsTrue(value);

    private static bool IsTrue(string value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static bool ReferencesTestFramework(Compilation compilation)
    {
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            if (Array.IndexOf(s_testFrameworks, reference.Name) >= 0)
                return true;
        }

        return false;
    }
}

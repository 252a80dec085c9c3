using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.Analyzers.Tests.Testing;

/// <summary>Code as a fix leaves it, compiled with what the generator emits into it, and loaded.</summary>
internal sealed class Compiled
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private readonly Assembly _assembly;

    private Compiled(Assembly assembly) => _assembly = assembly;

    /// <summary>What the compiler warns of, but for missing comments.</summary>
    public static IEnumerable<string> Warnings(string code) => AllRules.Compile([("Code.cs", code)])
        .GetDiagnostics(TestContext.Current.CancellationToken)
        .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591")
        .Select(diagnostic => diagnostic.ToString());

    /// <summary>Loads code into a process that counts.</summary>
    public static Compiled Run(string name, string code)
    {
        new ServiceCollection().AddReliabilityTelemetry();
        using var image = new MemoryStream();
        var result = AllRules.Compile([("Code.cs", code)]).WithAssemblyName(name).Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        var assembly = new AssemblyLoadContext(name, isCollectible: true).LoadFromStream(new MemoryStream(image.ToArray()));
        RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
        return new(assembly);
    }

    /// <summary>Calls a static method that returns a task.</summary>
    public Task CallAsync(string type, string method) =>
        (Task)_assembly.GetType(type, throwOnError: true)!.GetMethod(method, Any)!.Invoke(null, Any | BindingFlags.DoNotWrapExceptions, null, null, null)!;

    /// <summary>What was counted for an operation: its good events, and its bad ones.</summary>
    public (long Good, long Bad) Events(string identifier) =>
        ((OperationSite)_assembly.GetType($"Reliability.Generated.Code.Operations+__{identifier}", throwOnError: true)!.GetField("Site", Any)!.GetValue(null)!).Events(0);
}

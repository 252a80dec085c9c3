using System.Reflection;
using Microsoft.CodeAnalysis;
using Reliability.Generators;

namespace Reliability.Benchmarks.Generator;

/// <summary>A generator that is timed.</summary>
/// <param name="Name">How the table names it.</param>
/// <param name="Create">Makes a new one, which has seen nothing.</param>
internal sealed record GeneratorContender(string Name, Func<ISourceGenerator> Create)
{
    public static GeneratorContender Ours { get; } = new("Reliability", static () => new ReliabilityGenerator().AsSourceGenerator());

    public static GeneratorContender LoggerMessage { get; } = new("LoggerMessage", LoadLoggerMessage());

    /// <summary>From the reference pack that this project was built with: the one that every ASP.NET Core build runs.</summary>
    private static Func<ISourceGenerator> LoadLoggerMessage()
    {
        var path = typeof(GeneratorContender).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "LoggerMessageGenerator").Value!;
        var type = Assembly.LoadFrom(path).GetType("Microsoft.Extensions.Logging.Generators.LoggerMessageGenerator", throwOnError: true)!;
        return () => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }
}

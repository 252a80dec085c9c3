using System.CommandLine;
using Reliability.Artifacts.Tests;
using Reliability.Model;

namespace Reliability.Cli.Tests;

/// <summary>The command in the process of the test, and something to run it on.</summary>
internal static class Tool
{
    public static readonly Operation PlaceOrder = new()
    {
        Name = "place-order",
        Function = "Shop.Orders.Place",
        Layer = OperationLayer.Method,
        Level = new()
        {
            Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 300m)), Runbook = "docs/place.md",
        },
        Owner = new() { Team = "payments" },
        Source = "src/Orders.cs:12",
    };

    public static ServiceManifest Manifest(string service, params IReadOnlyList<Operation> operations) => new()
    {
        Service = new() { Name = service, Tier = "critical", System = "shop" },
        Operations = operations.Count == 0 ? EquatableArray.Of(PlaceOrder) : operations.ToEquatableArray(),
    };

    public static Result Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var exitCode = CommandLine.Run(arguments, new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        return new(exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>A built service in a directory of its own.</summary>
    public static string Assembly(TemporaryDirectory directory, string service, params IReadOnlyList<Operation> operations)
    {
        Directory.CreateDirectory(directory.File("publish"));
        return TestAssembly.WithManifest(directory, $"publish/{service}.dll", Manifest(service, operations));
    }
}

internal sealed record Result(int ExitCode, string Output, string Errors);

using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.Generators.Tests;

/// <summary>The programs under test count, as a program does that calls <c>AddReliability()</c>.</summary>
internal static class Counting
{
    [ModuleInitializer]
    internal static void TurnOn() => new ServiceCollection().AddReliabilityTelemetry();
}

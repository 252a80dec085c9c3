using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Reliability.Model;

namespace Reliability.Generators.Tests;

/// <summary>A program in which nobody wants to know, and then somebody does. Each has a runtime of its own, because the gate is
/// one for the process and opens for ever.</summary>
[Collection("Meters")] // a listener elsewhere would open the gate
public class GateTests
{
    private const string Program = """
        using System.Collections.Generic;
        public partial class Service
        {
            static readonly Service s_service = new();
            static readonly Task<int> s_done = Task.FromResult(1);

            [Slo(99)] public partial int Adds(int a); int AddsCore(int a) => a + 1;
            [Slo(99)] public partial void Returns(); void ReturnsCore() { }
            [Slo(99)] public partial Task<int> Answers(); Task<int> AnswersCore() => s_done;
            [Slo(99)] public partial ValueTask AnswersValue(); ValueTask AnswersValueCore() => default;
            [Slo(99)] public partial IEnumerable<int> Iterates(); IEnumerable<int> IteratesCore() { yield break; }

            public static void CallAll() { s_service.Adds(1); s_service.Returns(); _ = s_service.Answers(); _ = s_service.AnswersValue(); }
            public static object Iterate() => s_service.Iterates();
            public static long Allocated()
            {
                for (var i = 0; i < 20_000; i++) CallAll();
                var least = long.MaxValue;
                for (var round = 0; round < 5; round++)
                {
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    for (var i = 0; i < 10_000; i++) CallAll();
                    least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                }
                return least;
            }
        }
        """;

    [Fact]
    public void Nothing_is_counted_while_nobody_wants_to_know() => Assert.Equal([0, 0, 0, 0], new Island().Counted());

    [Theory]
    [InlineData(Telemetry.Events)]
    [InlineData(Telemetry.Duration)]
    [InlineData(Telemetry.Active)]
    public void Everything_is_counted_once_somebody_listens_even_when_he_has_gone(string instrument)
    {
        var island = new Island();
        island.CallAll();
        using (island.Listen(instrument))
            island.CallAll();

        island.CallAll();
        Assert.Equal([2, 2, 2, 2], island.Counted());
    }

    [Fact]
    public void Whoever_listens_to_spans_wants_to_know_as_well()
    {
        var island = new Island();
        var spans = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Telemetry.Meter,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ => Interlocked.Increment(ref spans),
        };
        ActivitySource.AddActivityListener(listener);
        island.CallAll();
        Assert.Equal([1, 1, 1, 1], island.Counted());
        Assert.InRange(spans, 4, int.MaxValue);
    }

    [Fact]
    public void Everything_is_counted_once_the_host_is_made_reliable()
    {
        var island = new Island();
        island.AddReliability();
        island.CallAll();
        Assert.Equal([1, 1, 1, 1], island.Counted());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_call_allocates_nothing(bool counts)
    {
        var island = new Island();
        using var listener = counts ? island.Listen(Telemetry.Events) : null;
        Assert.Equal(0L, island.Service.GetMethod("Allocated")!.Invoke(null, null));
        Assert.Equal(counts, island.Counted()[0] > 0);
    }

    [Fact]
    public void A_sequence_is_the_cores_own_while_nobody_wants_to_know()
    {
        var island = new Island();
        Assert.DoesNotContain("Measured", island.Iterate().GetType().Name, StringComparison.Ordinal);
        using var listener = island.Listen(Telemetry.Events);
        Assert.Contains("Measured", island.Iterate().GetType().Name, StringComparison.Ordinal);
    }

    /// <summary>The program with a runtime that nothing else uses.</summary>
    private sealed class Island : AssemblyLoadContext
    {
        private static readonly string[] s_own = ["Reliability", "Reliability.Model"];
        private static readonly Project s_project = Project.Of(Program);
        private static readonly byte[] s_image = Loaded.Image(s_project);

        public Island()
            : base(isCollectible: true)
        {
            var program = LoadFromStream(new MemoryStream(s_image));
            RuntimeHelpers.RunModuleConstructor(program.ManifestModule.ModuleHandle);
            Service = program.GetType("Service")!;
        }

        public Type Service { get; }

        private Assembly Runtime => Assemblies.Single(assembly => assembly.GetName().Name == "Reliability");

        public void CallAll() => Service.GetMethod("CallAll")!.Invoke(null, null);

        public object Iterate() => Service.GetMethod("Iterate")!.Invoke(null, null)!;

        public void AddReliability() => Runtime.GetType("Microsoft.Extensions.DependencyInjection.ReliabilityServiceCollectionExtensions")!
            .GetMethod("AddReliabilityTelemetry")!.Invoke(null, [new Microsoft.Extensions.DependencyInjection.ServiceCollection()]);

        /// <summary>The events of the operations that <c>CallAll</c> calls.</summary>
        public List<long> Counted()
        {
            var operations = Service.Assembly.GetType($"{s_project.Namespace}.Operations")!;
            return [.. new[] { "Adds", "Returns", "Answers", "AnswersValue" }.Select(name => Events(operations.GetProperty(name, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!))];
        }

        public MeterListener Listen(string instrument)
        {
            Runtime.GetType("Reliability.ReliabilityMetrics")!.GetMethod("EnsureCreated")!.Invoke(null, null);
            var mine = (Meter)Runtime.GetType("Reliability.ReliabilityMetrics")!.GetField("s_meter", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
            var listener = new MeterListener
            {
                InstrumentPublished = (published, self) =>
                {
                    if (published.Meter == mine && published.Name == instrument)
                        self.EnableMeasurementEvents(published);
                },
            };
            listener.Start();
            return listener;
        }

        protected override Assembly? Load(AssemblyName assemblyName) =>
            s_own.Contains(assemblyName.Name) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll")) : null;

        private static long Events(object site) => ((ValueTuple<long, long>)site.GetType().GetMethod("Events")!.Invoke(site, [0])!).Item1;
    }
}

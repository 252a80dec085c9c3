using Reliability.Analyzers.Measurement;
using Reliability.Analyzers.Tests.Testing;
using Reliability.CodeFixes.Measurement;

namespace Reliability.Analyzers.Tests;

public class SmokeTests
{
    [Fact]
    public Task Works() => new RuleTest<NoLayerMeasuresAnalyzer, MakePartialFix>("""
        using Reliability;
        internal class Orders
        {
            [{|REL0203:Slo|}(99.9)]
            public async Task<int> PlaceAsync(int x = 3, CancellationToken ct = default)
            {
                await Task.Yield();
                return x;
            }
        }
        """)
    {
        Fixed = ["""
        using Reliability;
        internal partial class Orders
        {
            [Slo(99.9)]
            public partial Task<int> PlaceAsync(int x = 3, CancellationToken ct = default);

            private async Task<int> PlaceAsyncCore(int x, CancellationToken ct)
            {
                await Task.Yield();
                return x;
            }
        }
        """],
    }.CheckAsync();
}

using Reliability.Model;

namespace Reliability.Generators.Tests;

/// <summary>Code that counts by itself: what no layer reaches names its own operation and measures it.</summary>
public class ExplicitTests
{
    private static readonly Loaded s_program = Loaded.From(Project.Of("""
        using System.Collections.Generic;
        using Reliability.Generated.Shop;

        public interface IImports { Task<int> ImportAsync(int file, CancellationToken token); }

        public readonly struct Money(int cents)
        {
            public int Cents => cents;

            [Slo(99, Name = "add-money")]
            public static Money operator +(Money a, Money b) =>
                Operations.AddMoney.Measure(static pair => new Money(checked(pair.a.Cents + pair.b.Cents)), (a, b));
        }

        public class Service : IImports
        {
            [Slo(99)]
            Task<int> IImports.ImportAsync(int file, CancellationToken token) =>
                Operations.IImportsImport.MeasureAsync(static (file, token) => Task.FromResult(10 / file), file, token);

            public async Task<int> Local(int file)
            {
                return await ParseAsync(file);

                [Slo(99)]
                static Task<int> ParseAsync(int file) => Operations.Parse.MeasureAsync(async token => { await Task.Yield(); return 10 / file; }, default);
            }

            public int Lambda(int file)
            {
                Func<int, int> parse = [Slo(99, Name = "lambda")] (file) => global::Reliability.Generated.Shop.Operations.Lambda.Measure(() => 10 / file);
                return parse(file);
            }

            [Slo(99)]
            public int Scope(int file)
            {
                var call = Operations.Scope.Start();
                try
                {
                    var result = 10 / file;
                    call.Succeed();
                    return result;
                }
                catch (Exception e) when (call.Fail(e))
                {
                    throw;
                }
            }

            public int Plus(int a, int b) => (new Money(a) + new Money(b)).Cents;

            public Task<int> Import(int file) => ((IImports)this).ImportAsync(file, default);
        }
        """) with { Name = "Shop" });

    [Theory]
    [InlineData("Import", "IImportsImport")]
    [InlineData("Local", "Parse")]
    [InlineData("Lambda", "Lambda")]
    [InlineData("Scope", "Scope")]
    public async Task What_measures_itself_is_counted_once(string method, string operation)
    {
        await s_program.Outcome(method, 2);
        await s_program.Outcome(method, 0);
        Assert.Equal((1, 1), s_program.Site(operation).Events(0));
    }

    [Fact]
    public async Task An_operator_is_counted_once()
    {
        await s_program.Outcome("Plus", 1, 2);
        await s_program.Outcome("Plus", int.MaxValue, 2);
        Assert.Equal((1, 1), s_program.Site("AddMoney").Events(0));
    }

    [Fact]
    public void The_manifest_says_that_it_measures_itself() =>
        Assert.Equal(OperationLayer.Explicit, s_program.Site("Parse").Operation.Layer);

    [Theory]
    [InlineData("Operations.Other.Measure(() => 1)")]
    [InlineData("Counters.Parse.Measure(() => 1)")]
    [InlineData("nameof(Operations.Parse).Length")]
    public void Code_that_names_another_operation_measures_nothing(string body) => Assert.DoesNotContain(
        "OperationSite.Create",
        Project.Of("class C { int M() { return Parse(); [Slo(99)] int Parse() => " + body + "; } }").Generate().Text,
        StringComparison.Ordinal);
}

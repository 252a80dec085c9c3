using Microsoft.Extensions.DependencyInjection;
using Reliability.Generated.Reliability_Tests;

namespace Reliability.Tests.Decorating;

/// <summary>What is counted when an interface is called, and that the caller notices nothing.</summary>
public class OutcomeTests
{
    private static readonly ServiceProvider s_services = Container.Of(services => services
        .AddReliabilityTelemetry()
        .AddSingleton(TimeProvider.System)
        .AddLogging()
        .AddSingleton<IStock, Stock>()
        .AddSingleton<IShelfService, Shelf>()
        .AddSingleton<IEngine, Engine>());

    private static IStock Stock => s_services.GetRequiredService<IStock>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_return_is_good() => Assert.Equal((1, 0), Outcome(Operations.StockTake, () => Assert.Equal(3, Stock.Take(3))));

    [Fact]
    public void An_exception_is_bad() => Assert.Equal((0, 1), Outcome(Operations.StockTake, () => Assert.Throws<ArgumentOutOfRangeException>(() => Stock.Take(-1))));

    [Fact]
    public async Task A_task_is_good_when_it_ends() => Assert.Equal((1, 0), await OutcomeAsync(Operations.StockTakeTask, async () => Assert.Equal(3, await Stock.TakeAsync(3, Token))));

    [Fact]
    public async Task A_task_that_fails_is_bad() =>
        Assert.Equal((0, 1), await OutcomeAsync(Operations.StockTakeTask, () => Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Stock.TakeAsync(-1, Token))));

    [Fact]
    public async Task The_callers_cancellation_is_not_counted()
    {
        using var cancellation = new CancellationTokenSource(10);
        Assert.Equal((0, 0), await OutcomeAsync(Operations.StockTakeTask, () => Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stock.TakeAsync(0, cancellation.Token))));
    }

    [Theory]
    [InlineData("nail", 1, 0)]
    [InlineData("", 0, 1)]
    public async Task A_result_is_judged(string name, int good, int bad) =>
        Assert.Equal((good, bad), await OutcomeAsync(Operations.StockFind, async () => Assert.Equal(name, await Stock.FindAsync(name) ?? "")));

    [Fact]
    public async Task A_stream_is_good_when_it_was_read() =>
        Assert.Equal((1, 0), await OutcomeAsync(Operations.StockList, async () => Assert.Equal([0, 1], await Stock.ListAsync(2, Token).ToListAsync(Token))));

    [Fact]
    public async Task A_stream_that_breaks_is_bad() =>
        Assert.Equal((0, 1), await OutcomeAsync(Operations.StockList, () => Assert.ThrowsAsync<InvalidOperationException>(async () => await Stock.ListAsync(3, Token).ToListAsync(Token))));

    [Fact]
    public void A_stream_that_nobody_reads_is_not_counted() => Assert.Equal((0, 0), Outcome(Operations.StockList, () => Stock.ListAsync(2, Token)));

    [Fact]
    public void An_excluded_exception_is_not_counted() => Assert.Equal((0, 0), Outcome(Operations.StockGuess, () => Assert.Throws<KeyNotFoundException>(() =>
    {
        var tries = 0;
        Stock.TryGuess(0, ref tries, out _);
    })));

    [Fact]
    public void References_pass_through()
    {
        var tries = 1;
        Assert.Equal((1, 0), Outcome(Operations.StockGuess, () => Assert.True(Stock.TryGuess(2, ref tries, out var name) && name == "guess")));
        Assert.Equal(3, tries);
    }

    [Fact]
    public void A_returned_reference_is_the_same()
    {
        Assert.Equal((1, 0), Outcome(Operations.StockBest, () => Stock.Best() = 9));
        Assert.Equal(9, Stock.Best());
    }

    [Fact]
    public void A_generic_method_takes_what_it_takes() => Assert.Equal((2, 0), Outcome(Operations.StockGeneric, () =>
    {
        Assert.Equal("a", Stock.Echo("a", 1, 2));
        Assert.Equal(2, Stock.Echo<ReadOnlySpan<int>>([1, 2], 1, 2).Length);
    }));

    [Fact]
    public void Properties_indexers_and_events_are_those_of_the_implementation()
    {
        var emptied = 0;
        void Count(object? sender, EventArgs e) => emptied++;
        Stock.Left = 5;
        Stock[1] = Stock[2] + 1;
        Stock.Emptied += Count;
        Stock.Uncounted();
        Stock.Emptied -= Count;
        Stock.Uncounted();
        Assert.Equal((7, 1), (Stock.Left, emptied));
    }

    [Fact]
    public void A_default_method_that_the_implementation_replaces_is_replaced_and_its_own_calls_are_not_counted() =>
        Assert.Equal((0, 0), Outcome(Operations.StockTake, () => Assert.Equal("stock 1", Stock.Name())));

    [Fact]
    public async Task The_promise_of_an_interface_covers_its_methods_inherited_ones_too() => Assert.Equal((2, 0), await OutcomeAsync(Operations.Shelf, async () =>
    {
        var shelf = s_services.GetRequiredService<IShelfService>();
        shelf.Fill();
        await shelf.WipeAsync();
    }));

    [Fact]
    public void The_promise_of_an_interface_does_not_cover_what_has_its_own_nor_plumbing() => Assert.Equal((0, 0), Outcome(Operations.Shelf, () =>
    {
        var shelf = s_services.GetRequiredService<IShelfService>();
        Assert.Equal((1, 0), Outcome(Operations.ShelfSweep, shelf.Sweep));
        shelf.Clone();
    }));

    [Fact]
    public void An_interface_and_its_class_may_both_promise() => Assert.Equal((1, 0), Outcome(Operations.EngineStart, () =>
        Assert.Equal((1, 0), Outcome(Operations.EngineStartItself, s_services.GetRequiredService<IEngine>().Start))));

    [Fact]
    public async Task A_stack_trace_shows_no_frame_of_ours()
    {
        var sync = Assert.Throws<ArgumentOutOfRangeException>(() => Stock.Take(-1));
        var later = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Stock.TakeAsync(-1, Token));
        var stream = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Stock.ListAsync(3, Token).ToListAsync(Token));
        Assert.All<Exception>([sync, later, stream], exception => Assert.DoesNotMatch(@"_Decorator| at Reliability\.(?!Tests)", exception.StackTrace!));
        Assert.Contains("Stock.Take(", sync.StackTrace!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_task_is_handed_on_as_it_is()
    {
        var shelf = s_services.GetRequiredService<IShelfService>();
        Assert.Same(Task.CompletedTask, shelf.WipeAsync());
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        var stock = Stock;
        stock.Take(1);

        // The least of some rounds: now and then the runtime allocates on the thread for itself.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                stock.Take(1);

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    private static (long Good, long Bad) Outcome(OperationSite site, Action call)
    {
        var counted = new Counted(site);
        call();
        return counted.Now;
    }

    private static (long Good, long Bad) Outcome(OperationSite site, Func<object> call) => Outcome(site, () => { call(); });

    private static async Task<(long Good, long Bad)> OutcomeAsync(OperationSite site, Func<Task> call)
    {
        var counted = new Counted(site);
        await call();
        return counted.Now;
    }
}

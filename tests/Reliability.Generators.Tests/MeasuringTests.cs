using System.Diagnostics;
using System.Diagnostics.Metrics;
using Reliability.Model;

namespace Reliability.Generators.Tests;

/// <summary>The emitted code runs: what is counted, what is not, and what the caller sees.</summary>
[Collection("Meters")]
public class MeasuringTests
{
    private static readonly Loaded s_service = Loaded.From(Project.Of("""
        public class Excluded : Exception { public class Nested : Exception; }
        public class Derived : Excluded;
        [Availability(99), Latency(90, Milliseconds = 40), Window(Days = 7)] public class Quick : SloProfile;

        public partial class Service
        {
            [Slo(99)] public partial void Returns();
            void ReturnsCore() { }

            [Slo(99)] public partial int Adds(int a, ref int b, out int c, params int[] rest);
            int AddsCore(int a, ref int b, out int c, params int[] rest) { c = ++b; return a + rest.Length; }

            [Slo(99)] public partial void Throws();
            void ThrowsCore() => throw new InvalidOperationException("sync");

            [Slo(99)] public partial Task ThrowsEarly();
            Task ThrowsEarlyCore() => throw new InvalidOperationException("early");

            [Slo(99)] public partial Task ThrowsLateAsync();
            async Task ThrowsLateAsyncCore() { await Task.Delay(60); Deep(); }
            static void Deep() => throw new InvalidOperationException("late");

            [Slo(99)] public partial ValueTask<int> ThrowsLateValueAsync();
            async ValueTask<int> ThrowsLateValueAsyncCore() { await Task.Yield(); Deep(); return 1; }

            [Slo(99)] public partial Task<int> AnswersLateAsync();
            async Task<int> AnswersLateAsyncCore() { await Task.Delay(30); return 42; }

            [Slo(99)] public partial Task CancelledByCaller(CancellationToken token);
            Task CancelledByCallerCore(CancellationToken token) => Task.Delay(-1, token);

            [Slo(99)] public partial void CancelledByCallerNow(CancellationToken token);
            void CancelledByCallerNowCore(CancellationToken token) => token.ThrowIfCancellationRequested();

            [Slo(99)] public partial Task TimesOut(CancellationToken token);
            async Task TimesOutCore(CancellationToken token) { using var own = new CancellationTokenSource(10); await Task.Delay(-1, own.Token); }

            [Slo(99, Exclude = [typeof(Excluded)])] public partial void Excludes(Exception e);
            void ExcludesCore(Exception e) => throw e;

            [Slo(99, Exclude = [typeof(Excluded.Nested)])] public partial Task ExcludesNested(Exception e);
            Task ExcludesNestedCore(Exception e) => Task.FromException(e);

            [Slo<Quick>] public partial Task Quick(int delay, bool fails);
            async Task QuickCore(int delay, bool fails) { if (delay > 0) await Task.Delay(delay); if (fails) throw new Exception(); }

            [Slo(99)] public partial void Outer();
            void OuterCore() => Inner();

            [Slo(99)] public partial void Inner();
            void InnerCore() => throw new InvalidOperationException();

            [Slo(99)] public partial void ReplacesException();
            void ReplacesExceptionCore() { try { throw new TimeoutException(); } finally { Replace(); } }
            static void Replace() => throw new InvalidOperationException("second");

            [Slo(99)] public partial T Generic<T>(T value) where T : notnull;
            T GenericCore<T>(T value) where T : notnull => value;

            public int GenericTwice() => Generic(1) + Generic("a").Length;

            [Slo(99)] public partial Task NoTask();
            Task NoTaskCore() => null!;

            [Slo(99)] public partial Task<int> Same();
            Task<int> SameCore() => Known;
            public static readonly Task<int> Known = Task.FromResult(5);

            [Slo(99, Good = nameof(IsPositive))] public partial int JudgesValue(int result);
            int JudgesValueCore(int result) => result;

            [Slo(99, Good = nameof(IsPositive))] public partial Task<int> JudgesDone(int result);
            Task<int> JudgesDoneCore(int result) => Task.FromResult(result);

            [Slo(99, Good = nameof(IsPositive))] public partial Task<int> JudgesTask(int result);
            async Task<int> JudgesTaskCore(int result) { await Task.Yield(); return result; }

            [Slo(99, Good = nameof(IsPositive))] public partial ValueTask<int> JudgesValueTask(int result);
            async ValueTask<int> JudgesValueTaskCore(int result) { await Task.Yield(); return result; }

            [Slo(99, Good = nameof(IsPositive))] public partial ValueTask<int> JudgesDoneValueTask(int result);
            ValueTask<int> JudgesDoneValueTaskCore(int result) => new(result);

            [Slo(99, Good = nameof(IsPositive))] public partial ref int JudgesReference(int result);
            ref int JudgesReferenceCore(int result) { _field = result; return ref _field; }
            int _field;

            static bool IsPositive(int result) => result == 13 ? throw new FormatException() : result > 0;

            [Slo(99)] public partial ref int References(int index);
            ref int ReferencesCore(int index) => ref s_numbers[index];
            static readonly int[] s_numbers = [1, 2];
            public static int ReferencedTwice() { ref var number = ref new Service().References(1); number = 7; return s_numbers[1]; }

            [Slo(99)] public partial Task CancelledByLinked(CancellationToken token);
            async Task CancelledByLinkedCore(CancellationToken token)
            {
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
                linked.CancelAfter(60_000);
                await Task.Delay(-1, linked.Token);
            }

            [Slo(99)] public partial Task TimesOutLinked(CancellationToken token);
            async Task TimesOutLinkedCore(CancellationToken token)
            {
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
                linked.CancelAfter(10);
                await Task.Delay(-1, linked.Token);
            }

            [Slo(99)] public partial Task CancelledAsGrpcDoes(bool isTimeout, CancellationToken token);
            Task CancelledAsGrpcDoesCore(bool isTimeout, CancellationToken token) =>
                throw new InvalidOperationException("wrapped", new OperationCanceledException("cancelled", isTimeout ? new TimeoutException() : null, token));

            [Slo(99)] public partial Task TimesOutAsClientsDo(CancellationToken token);
            async Task TimesOutAsClientsDoCore(CancellationToken token) { await Task.Yield(); throw new TaskCanceledException("too slow", new TimeoutException()); }

            [Slo(99)] public partial Task FailsTwice();
            Task FailsTwiceCore() => Task.WhenAll(Task.FromException(new InvalidOperationException("first")), Task.FromException(new FormatException("second")));

            [Slo(99)] public partial ValueTask<int> FailsFromSource();
            ValueTask<int> FailsFromSourceCore() => new(new Source(), 0);
            sealed class Source : System.Threading.Tasks.Sources.IValueTaskSource<int>
            {
                bool _done;
                public int GetResult(short token) => _done ? throw new InvalidOperationException("source") : throw new NotSupportedException("asked too early");
                public System.Threading.Tasks.Sources.ValueTaskSourceStatus GetStatus(short token) => _done ? System.Threading.Tasks.Sources.ValueTaskSourceStatus.Faulted : System.Threading.Tasks.Sources.ValueTaskSourceStatus.Pending;
                public void OnCompleted(Action<object?> continuation, object? state, short token, System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags flags) => ThreadPool.QueueUserWorkItem(_ => { _done = true; continuation(state); });
            }
        }
        """));

    [Fact]
    public async Task A_return_is_good() => Assert.Equal((1, 0), await Counted("Returns"));

    [Fact]
    public void A_value_and_references_pass_through()
    {
        object?[] arguments = [1, 10, null, new[] { 7, 8 }];
        Assert.Equal((3, 11, 11), ((int)s_service.Call("Service", "Adds", arguments)!, (int)arguments[1]!, (int)arguments[2]!));
    }

    [Fact]
    public async Task An_exception_is_bad() => Assert.Equal((0, 1), await Counted("Throws"));

    [Fact]
    public async Task An_exception_before_the_task_is_bad() => Assert.Equal((0, 1), await Counted("ThrowsEarly"));

    [Fact]
    public async Task A_task_that_fails_later_is_bad() => Assert.Equal((0, 1), await Counted("ThrowsLateAsync", "ThrowsLate"));

    [Fact]
    public async Task A_value_task_that_fails_later_is_bad() => Assert.Equal((0, 1), await Counted("ThrowsLateValueAsync", "ThrowsLateValue"));

    [Fact]
    public async Task A_result_that_comes_later_is_good() => Assert.Equal((1, 0), await Counted("AnswersLateAsync", "AnswersLate"));

    [Fact]
    public async Task A_result_that_comes_later_is_the_same() => Assert.Equal(42, await (Task<int>)s_service.Call("Service", "AnswersLateAsync")!);

    [Fact]
    public void A_finished_task_is_handed_on_as_it_is() =>
        Assert.Same(s_service.Assembly.GetType("Service")!.GetField("Known")!.GetValue(null), s_service.Call("Service", "Same"));

    [Fact]
    public async Task A_task_that_is_none_hurts_the_caller_only() => Assert.Null(await s_service.Outcome("NoTask"));

    [Fact]
    public async Task A_duration_includes_what_was_awaited() =>
        Assert.InRange((await Durations("throws-late", "ThrowsLateAsync")).Single().Seconds, 0.05, 5);

    [Fact]
    public async Task A_duration_of_a_failure_names_the_exception() =>
        Assert.Equal("System.InvalidOperationException", (await Durations("throws", "Throws")).Single().ErrorType);

    [Fact]
    public async Task A_duration_of_a_success_names_no_error() => Assert.Null((await Durations("answers-late", "AnswersLateAsync")).Single().ErrorType);

    [Fact]
    public async Task A_duration_is_not_recorded_of_what_is_not_counted() =>
        Assert.Empty(await Durations("cancelled-by-caller", "CancelledByCaller", new CancellationToken(canceled: true)));

    [Fact]
    public async Task The_callers_cancellation_is_not_counted() =>
        Assert.Equal((0, 0), await Counted("CancelledByCaller", null, new CancellationTokenSource(10).Token));

    [Fact]
    public async Task The_callers_cancellation_is_not_counted_before_a_task() =>
        Assert.Equal((0, 0), await Counted("CancelledByCallerNow", null, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData("JudgesValue")]
    [InlineData("JudgesDone")]
    [InlineData("JudgesTask")]
    [InlineData("JudgesValueTask")]
    [InlineData("JudgesDoneValueTask")]
    [InlineData("JudgesReference")]
    public async Task The_judge_of_the_operation_decides(string method) =>
        Assert.Equal(((1, 0), (0, 1)), (await Counted(method, null, 1), await Counted(method, null, -1)));

    [Theory]
    [InlineData("JudgesValue", "judges-value")]
    [InlineData("JudgesTask", "judges-task")]
    public async Task A_judge_that_throws_makes_the_call_bad_and_does_not_break_it(string method, string operation)
    {
        var counted = Counted(method, null, 13);
        Assert.Equal(((0, 1), "System.FormatException", null), (await counted, (await Durations(operation, method, 13)).Single().ErrorType, await s_service.Outcome(method, 13)));
    }

    [Fact]
    public async Task A_bad_result_has_an_error_type_of_its_own() =>
        Assert.Equal(Telemetry.BadResult, (await Durations("judges-value", "JudgesValue", -1)).Single().ErrorType);

    [Fact]
    public void A_reference_is_the_one_that_the_core_returns()
    {
        Assert.Equal(7, s_service.Call("Service", "ReferencedTwice"));
        Assert.Equal(1, s_service.Site("References").Events(0).Good);
    }

    [Fact]
    public async Task The_callers_cancellation_is_not_counted_through_a_linked_token() =>
        Assert.Equal((0, 0), await Counted("CancelledByLinked", null, new CancellationTokenSource(10).Token));

    [Theory]
    [InlineData(true, false, 0)]
    [InlineData(true, true, 1)]
    [InlineData(false, false, 1)]
    public async Task The_callers_cancellation_is_not_counted_inside_of_a_clients_own_exception(bool isCancelled, bool isTimeout, int bad) =>
        Assert.Equal((0, bad), await Counted("CancelledAsGrpcDoes", null, isTimeout, new CancellationToken(isCancelled)));

    [Fact]
    public async Task A_timeout_on_a_token_that_is_linked_to_the_callers_is_bad() =>
        Assert.Equal((0, 1), await Counted("TimesOutLinked", null, new CancellationTokenSource(60_000).Token));

    [Fact]
    public async Task A_timeout_that_says_so_is_bad_even_when_the_caller_gives_up_as_well() =>
        Assert.Equal((0, 1), await Counted("TimesOutAsClientsDo", null, new CancellationToken(canceled: true)));

    [Fact]
    public async Task Of_several_exceptions_the_first_is_handed_on() =>
        Assert.Equal("first", Assert.IsType<InvalidOperationException>(await s_service.Outcome("FailsTwice")).Message);

    [Fact]
    public async Task A_value_task_is_asked_for_its_result_once_and_not_too_early()
    {
        var counted = await Counted("FailsFromSource");
        Assert.Equal(((0, 1), "source"), (counted, (await s_service.Outcome("FailsFromSource"))!.Message));
    }

    [Fact]
    public async Task A_timeout_of_the_operation_itself_is_bad() =>
        Assert.Equal((0, 1), await Counted("TimesOut", null, CancellationToken.None));

    [Theory]
    [InlineData("Excluded", 0)]
    [InlineData("Derived", 0)]
    [InlineData("Excluded+Nested", 1)]
    public async Task An_excluded_exception_is_not_counted_nor_one_that_derives(string exception, int bad) =>
        Assert.Equal((0, bad), await Counted("Excludes", null, Activator.CreateInstance(s_service.Assembly.GetType(exception)!)));

    [Theory]
    [InlineData("Excluded", 1)]
    [InlineData("Excluded+Nested", 0)]
    public async Task An_excluded_nested_exception_is_not_counted(string exception, int bad) =>
        Assert.Equal((0, bad), await Counted("ExcludesNested", null, Activator.CreateInstance(s_service.Assembly.GetType(exception)!)));

    [Theory]
    [InlineData(0, false, 1, 0, 1, 0)]
    [InlineData(80, false, 1, 0, 0, 1)]
    [InlineData(0, true, 0, 1, 0, 1)]
    [InlineData(80, true, 0, 1, 0, 1)]
    public async Task Slow_is_bad_for_latency_and_failed_is_bad_for_both(int delay, bool fails, int good, int bad, int fast, int slow)
    {
        var site = s_service.Site("Quick");
        var (available, quick) = (site.Events(0), site.Events(1));
        await s_service.Outcome("Quick", delay, fails);
        Assert.Equal(
            (good, bad, fast, slow),
            (site.Events(0).Good - available.Good, site.Events(0).Bad - available.Bad, site.Events(1).Good - quick.Good, site.Events(1).Bad - quick.Bad));
    }

    [Fact]
    public async Task An_operation_inside_another_is_counted_once_in_each()
    {
        var outer = await Counted("Outer");
        Assert.Equal((0, 1, 0, 1), (outer.Good, outer.Bad, s_service.Site("Inner").Events(0).Good, s_service.Site("Inner").Events(0).Bad));
    }

    [Fact]
    public async Task An_exception_that_replaces_another_is_counted_once() => Assert.Equal((0, 1), await Counted("ReplacesException"));

    [Fact]
    public void A_generic_method_is_one_operation()
    {
        s_service.Call("Service", "GenericTwice");
        Assert.Equal(2, s_service.Site("Generic").Events(0).Good);
    }

    [Theory]
    [InlineData("Throws", "sync")]
    [InlineData("ThrowsEarly", "early")]
    [InlineData("ThrowsLateAsync", "late")]
    [InlineData("ThrowsLateValueAsync", "late")]
    [InlineData("ReplacesException", "second")]
    public async Task The_caller_sees_the_exception_that_was_thrown(string method, string message) =>
        Assert.Equal(message, Assert.IsType<InvalidOperationException>(await s_service.Outcome(method)).Message);

    [Theory]
    [InlineData("Throws", "Service.ThrowsCore")]
    [InlineData("ThrowsEarly", "Service.ThrowsEarlyCore")]
    [InlineData("ThrowsLateAsync", "Service.Deep")]
    [InlineData("ThrowsLateValueAsync", "Service.Deep")]
    public async Task A_stack_trace_shows_the_users_frames(string method, string frame) =>
        Assert.Contains(frame + "(", (await s_service.Outcome(method))!.StackTrace!, StringComparison.Ordinal);

    [Theory]
    [InlineData("Throws")]
    [InlineData("ThrowsEarly")]
    [InlineData("ThrowsLateAsync")]
    [InlineData("ThrowsLateValueAsync")]
    public async Task A_stack_trace_hides_the_emitted_frame(string method) =>
        Assert.DoesNotContain($" Service.{method}(", (await s_service.Outcome(method))!.StackTrace!, StringComparison.Ordinal);

    [Theory]
    [InlineData("Throws")]
    [InlineData("ThrowsEarly")]
    [InlineData("ThrowsLateAsync")]
    [InlineData("ThrowsLateValueAsync")]
    public async Task A_stack_trace_shows_no_frame_of_ours(string method) =>
        Assert.DoesNotMatch(@" at Reliability\.(?!Generators\.Tests)", (await s_service.Outcome(method))!.StackTrace!);

    [Fact]
    public async Task Nothing_is_under_way_after_a_call()
    {
        await Durations("cancelled-by-caller", "CancelledByCaller", new CancellationToken(canceled: true));
        Assert.Equal(0, s_service.Site("CancelledByCaller").Active);
    }

    [Fact]
    public void A_call_is_under_way_until_its_task_ends()
    {
        using var cancellation = new CancellationTokenSource();
        var running = (Task)s_service.Call("Service", "CancelledByCaller", cancellation.Token)!;
        Assert.Equal((false, 1), (running.IsCompleted, s_service.Site("CancelledByCaller").Active));
        cancellation.Cancel();
    }

    /// <summary>Calls a method and tells by how much its counters grew. One test runs at a time in a class.</summary>
    private static async Task<(long Good, long Bad)> Counted(string method, string? identifier = null, params object?[] arguments)
    {
        var site = s_service.Site(identifier ?? method);
        var before = site.Events(0);
        await s_service.Outcome(method, arguments);
        return (site.Events(0).Good - before.Good, site.Events(0).Bad - before.Bad);
    }

    private static async Task<List<(double Seconds, string? ErrorType)>> Durations(string operation, string method, params object?[] arguments)
    {
        var durations = new List<(double, string?)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == Telemetry.Duration)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            var labels = new TagList(tags);
            if (labels.Contains(new(Telemetry.Service, s_service.Site("Throws").Service.Name)) && labels.Contains(new(Telemetry.Operation, operation)))
                durations.Add((value, labels.SingleOrDefault(label => label.Key == Telemetry.ErrorType).Value as string));
        });
        listener.Start();
        await s_service.Outcome(method, arguments);
        return durations;
    }
}

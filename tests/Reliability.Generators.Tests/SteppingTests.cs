using System.CodeDom.Compiler;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Reliability.Generators.Tests;

/// <summary>A person who debugs a program is shown what people wrote: steps do not enter what was emitted, stack traces do not
/// name it, and coverage does not ask for tests of it.</summary>
public partial class SteppingTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Loaded s_service = Loaded.From(Project.Of("""
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;

        public partial class Service
        {
            [Slo(99)] public partial void Now(bool fails);
            void NowCore(bool fails) => Deep(fails);

            [Slo(99)] public partial int Value(bool fails);
            int ValueCore(bool fails) { Deep(fails); return 1; }

            [Slo(99)] public partial Task LaterAsync(bool fails);
            async Task LaterAsyncCore(bool fails) { await Task.Yield(); await DeepAsync(fails); }

            [Slo(99)] public partial Task<int> ResultAsync(bool fails);
            async Task<int> ResultAsyncCore(bool fails) { await Task.Yield(); await DeepAsync(fails); return 1; }

            [Slo(99)] public partial ValueTask ValueLaterAsync(bool fails);
            async ValueTask ValueLaterAsyncCore(bool fails) { await Task.Yield(); await DeepAsync(fails); }

            [Slo(99)] public partial ValueTask<int> ValueResultAsync(bool fails);
            async ValueTask<int> ValueResultAsyncCore(bool fails) { await Task.Yield(); await DeepAsync(fails); return 1; }

            [Slo(99)] public partial IAsyncEnumerable<int> Stream(bool fails);
            async IAsyncEnumerable<int> StreamCore(bool fails) { yield return 1; await Task.Yield(); await DeepAsync(fails); yield return 2; }

            [Slo(99)] public partial Awaited OwnAsync(bool fails);
            async Awaited OwnAsyncCore(bool fails) { await Task.Yield(); await DeepAsync(fails); }

            [Slo(99)] public partial IEnumerable<int> Sequence(bool fails);
            IEnumerable<int> SequenceCore(bool fails) { yield return 1; Deep(fails); yield return 2; }

            [Slo(99)] public partial Task CancelledAsync(CancellationToken token);
            async Task CancelledAsyncCore(CancellationToken token) { await Task.Yield(); token.ThrowIfCancellationRequested(); }

            [Slo(99)] public partial Task CancelledEarly(CancellationToken token);
            Task CancelledEarlyCore(CancellationToken token) => Task.Delay(-1, token);

            static void Deep(bool fails) { if (fails) throw new InvalidOperationException("deep"); }
            static async Task DeepAsync(bool fails) { await Task.Yield(); Deep(fails); }

            public async Task OuterNow() { await Task.Yield(); Now(true); }
            public async Task OuterValue() { await Task.Yield(); Value(true); }
            public async Task OuterLater() => await LaterAsync(true);
            public async Task OuterResult() => await ResultAsync(true);
            public async Task OuterValueLater() => await ValueLaterAsync(true);
            public async Task OuterValueResult() => await ValueResultAsync(true);
            public async Task OuterStream() { await foreach (var _ in Stream(true)) { } }
            public async Task OuterStreamCore() { await foreach (var _ in StreamCore(true)) { } }
            public async Task OuterSequence() { await Task.Yield(); foreach (var _ in Sequence(true)) { } }
            public async Task OuterCancelled() => await CancelledAsync(new CancellationToken(true));
            public async Task OuterCancelledEarly() { using var source = new CancellationTokenSource(20); await CancelledEarly(source.Token); }
            public async Task OuterExplicit() { await Task.Yield(); Reliability.Generated.Stepping.Operations.Now.Measure(static () => Deep(true)); }
            public async Task OuterExplicitLater() => await Reliability.Generated.Stepping.Operations.Now.MeasureAsync(static _ => DeepAsync(true), CancellationToken.None);
            public async Task OuterOwn() => await OwnAsync(true);
        }

        [AsyncMethodBuilder(typeof(Builder))]
        public readonly struct Awaited(Task task)
        {
            public TaskAwaiter GetAwaiter() => task.GetAwaiter();
        }

        public struct Builder
        {
            private AsyncTaskMethodBuilder _builder;
            public static Builder Create() => new() { _builder = AsyncTaskMethodBuilder.Create() };
            public Awaited Task => new(_builder.Task);
            public void Start<T>(ref T machine) where T : IAsyncStateMachine => _builder.Start(ref machine);
            public void SetStateMachine(IAsyncStateMachine machine) { }
            public void SetResult() => _builder.SetResult();
            public void SetException(Exception exception) => _builder.SetException(exception);
            public void AwaitOnCompleted<A, M>(ref A awaiter, ref M machine) where A : INotifyCompletion where M : IAsyncStateMachine => _builder.AwaitOnCompleted(ref awaiter, ref machine);
            public void AwaitUnsafeOnCompleted<A, M>(ref A awaiter, ref M machine) where A : ICriticalNotifyCompletion where M : IAsyncStateMachine => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
        }
        """) with { Name = "Stepping" });

    /// <summary>All hooks of the service, so that a kind that is added is tested.</summary>
    public static TheoryData<string> Hooks => [.. HooksOf(s_service).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Hooks))]
    public void A_hook_is_stepped_through_hidden_and_not_covered(string hook) =>
        Assert.Equal([], NotMarked(HooksOf(s_service).Single(method => method.Name == hook)));

    /// <summary>Local functions and lambdas of a hook, and what waits in them.</summary>
    [Fact]
    public void What_the_compiler_makes_inside_of_a_hook_is_stepped_through()
    {
        var inside = HooksOf(s_service).SelectMany(hook => Inside(hook.DeclaringType!, $"<{hook.Name}>")).ToList();
        Assert.NotEmpty(inside);
        Assert.Equal([], inside.Where(method => !Has<DebuggerStepThroughAttribute>(method)).Select(Name));
    }

    /// <summary>Properties and registration run once and call nobody; they belong to nobody's coverage all the same.</summary>
    [Fact]
    public void Emitted_types_say_that_they_are_generated() => Assert.Equal(
        [],
        s_service.Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Reliability.Generated.", StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => !Has<GeneratedCodeAttribute>(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !IsAccessorOf<GeneratedCodeAttribute>(method))
            .Select(Name));

    /// <summary>What of ours stands on the stack while somebody's core runs, lambdas included: the attributes of a type do not
    /// reach into the types inside of it.</summary>
    [Fact]
    public void Everything_of_the_runtime_around_a_core_is_stepped_through_and_hidden() => Assert.Equal(
        [],
        typeof(OperationSite).Assembly.GetTypes()
            .Where(IsAroundCores)
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => !method.IsAbstract && !(Has<DebuggerStepThroughAttribute>(method) && Has<StackTraceHiddenAttribute>(method)))
            .Select(Name));

    [Theory]
    [InlineData("OuterNow", "Service.Deep", "Service.NowCore", "Service.OuterNow")]
    [InlineData("OuterValue", "Service.Deep", "Service.ValueCore", "Service.OuterValue")]
    [InlineData("OuterLater", "Service.Deep", "Service.DeepAsync", "Service.LaterAsyncCore", "Service.OuterLater")]
    [InlineData("OuterResult", "Service.Deep", "Service.DeepAsync", "Service.ResultAsyncCore", "Service.OuterResult")]
    [InlineData("OuterValueLater", "Service.Deep", "Service.DeepAsync", "Service.ValueLaterAsyncCore", "Service.OuterValueLater")]
    [InlineData("OuterValueResult", "Service.Deep", "Service.DeepAsync", "Service.ValueResultAsyncCore", "Service.OuterValueResult")]
    [InlineData("OuterSequence", "Service.Deep", "Service.SequenceCore", "Service.OuterSequence")]
    [InlineData("OuterCancelled", "Service.CancelledAsyncCore", "Service.OuterCancelled")]
    [InlineData("OuterCancelledEarly", "Service.OuterCancelledEarly")]
    [InlineData("OuterExplicit", "Service.Deep", "Service.OuterExplicit", "Service.OuterExplicit")]
    [InlineData("OuterExplicitLater", "Service.Deep", "Service.DeepAsync", "Service.OuterExplicitLater")]
    [InlineData("OuterOwn", "Service.Deep", "Service.DeepAsync", "Service.OwnAsyncCore", "Service.OwnAsync", "Service.OuterOwn")] // the compiler hides no state machine of its own
    public async Task A_stack_trace_shows_what_people_wrote_in_its_order(string method, params string[] frames)
    {
        var exception = await s_service.Outcome(method);
        Assert.NotNull(exception);
        Assert.Equal(frames, Frames(exception));
    }

    /// <summary>.NET names an async iterator twice, and so it does whoever enumerates one.</summary>
    [Fact]
    public async Task A_stack_trace_of_a_stream_is_what_it_is_without_a_hook()
    {
        var frames = Frames((await s_service.Outcome("OuterStream"))!).ToList();
        Assert.Equal(["Service.Deep", "Service.DeepAsync", "Service.StreamCore"], frames.Take(3));
        Assert.Equal(Frames((await s_service.Outcome("OuterStreamCore"))!), frames.Select(frame => frame.Replace("OuterStream", "OuterStreamCore", StringComparison.Ordinal)));
    }

    private static IEnumerable<MethodInfo> HooksOf(Loaded loaded) =>
        loaded.Assembly.GetTypes().SelectMany(type => type.GetMethods(Declared)).Where(method => method.IsDefined(typeof(ServiceLevelAttribute)));

    private static IEnumerable<string> NotMarked(MethodInfo method) =>
        new[] { typeof(DebuggerStepThroughAttribute), typeof(StackTraceHiddenAttribute), typeof(ExcludeFromCodeCoverageAttribute) }
            .Where(marker => !method.IsDefined(marker))
            .Select(marker => Name(method) + " lacks " + marker.Name);

    private static IEnumerable<MethodInfo> Inside(Type type, string prefix) => type.GetMethods(Declared)
        .Where(method => method.Name.StartsWith(prefix, StringComparison.Ordinal))
        .Concat(type.GetNestedTypes(Declared)
            .Where(nested => nested.Name.StartsWith("<" + prefix, StringComparison.Ordinal))
            .SelectMany(machine => machine.GetMethods(Declared).Where(method => method.Name == "MoveNext")));

    private static bool IsAroundCores(Type type)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } outer)
            outermost = outer;

        return outermost == typeof(OperationSite) || outermost == typeof(OperationCall) || outermost == typeof(MeasureExtensions)
            || outermost.Namespace is "Reliability.Awaiting" or "Reliability.Streams";
    }

    private static bool Has<T>(MethodInfo method)
        where T : Attribute =>
        method.IsDefined(typeof(T)) || method.DeclaringType!.IsDefined(typeof(T));

    private static bool IsAccessorOf<T>(MethodInfo method)
        where T : Attribute =>
        method.DeclaringType!.GetProperties(Declared).Any(property => property.GetMethod == method && property.IsDefined(typeof(T)));

    private static string Name(MethodInfo method) => $"{method.DeclaringType}.{method.Name}";

    /// <summary>The methods of a printed stack trace, but for those of .NET and of the test itself.</summary>
    private static IEnumerable<string> Frames(Exception exception)
    {
        foreach (var line in exception.ToString().Split('\n').Select(line => line.Trim()))
        {
            if (!line.StartsWith("at ", StringComparison.Ordinal))
                continue;

            var frame = line["at ".Length..line.IndexOf('(', StringComparison.Ordinal)];
            if (frame.StartsWith("System.", StringComparison.Ordinal) || frame.StartsWith("Reliability.Generators.Tests.", StringComparison.Ordinal) || frame.StartsWith("InvokeStub_", StringComparison.Ordinal))
                continue;

            yield return InSource().Replace(frame, "$1");
        }
    }

    /// <summary>What the compiler made of a method, down to the method: <c>Service.&lt;&gt;c.&lt;Outer&gt;b__0_0</c>.</summary>
    [GeneratedRegex(@"(?:<>c\.)?<(\w+)>.*$")]
    private static partial Regex InSource();
}

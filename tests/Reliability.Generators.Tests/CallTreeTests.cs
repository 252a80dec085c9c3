using CsCheck;

namespace Reliability.Generators.Tests;

/// <summary>Operations inside operations, at once and one after the other, that return, fail, give up, are cancelled and are
/// caught: the counters are exactly those of a model that a reader can check by hand.</summary>
public class CallTreeTests
{
    private static readonly string[] s_operations = ["Sync", "Value", "OfTask", "OfTaskOfInt", "OfValueTask", "OfValueTaskOfInt", "Stream"];

    private static readonly Loaded s_program = Loaded.From(Project.Of("""
        using System.Collections.Generic;

        public class Operations
        {
            public static Func<string, Func<CancellationToken, Task<int>>, CancellationToken, Task<int>> Caller => new Tree().CallAsync;
        }

        public partial class Tree
        {
            [Slo(99, Exclude = [typeof(KeyNotFoundException)])] public partial void Sync(Func<CancellationToken, Task<int>> work, CancellationToken token);
            void SyncCore(Func<CancellationToken, Task<int>> work, CancellationToken token) => work(token).GetAwaiter().GetResult();

            [Slo(99, Exclude = [typeof(KeyNotFoundException)], Good = nameof(IsGood))] public partial int Value(Func<CancellationToken, Task<int>> work, CancellationToken token);
            int ValueCore(Func<CancellationToken, Task<int>> work, CancellationToken token) => work(token).GetAwaiter().GetResult();

            [Slo(99, Exclude = [typeof(KeyNotFoundException)])] public partial Task OfTask(Func<CancellationToken, Task<int>> work, CancellationToken token);
            Task OfTaskCore(Func<CancellationToken, Task<int>> work, CancellationToken token) => work(token);

            [Slo(99, Exclude = [typeof(KeyNotFoundException)], Good = nameof(IsGood))] public partial Task<int> OfTaskOfInt(Func<CancellationToken, Task<int>> work, CancellationToken token);
            Task<int> OfTaskOfIntCore(Func<CancellationToken, Task<int>> work, CancellationToken token) => work(token);

            [Slo(99, Exclude = [typeof(KeyNotFoundException)])] public partial ValueTask OfValueTask(Func<CancellationToken, Task<int>> work, CancellationToken token);
            async ValueTask OfValueTaskCore(Func<CancellationToken, Task<int>> work, CancellationToken token) => await work(token);

            [Slo(99, Exclude = [typeof(KeyNotFoundException)], Good = nameof(IsGood))] public partial ValueTask<int> OfValueTaskOfInt(Func<CancellationToken, Task<int>> work, CancellationToken token);
            async ValueTask<int> OfValueTaskOfIntCore(Func<CancellationToken, Task<int>> work, CancellationToken token) => await work(token);

            [Slo(99, Exclude = [typeof(KeyNotFoundException)])] public partial IAsyncEnumerable<int> Stream(Func<CancellationToken, Task<int>> work, CancellationToken token);
            async IAsyncEnumerable<int> StreamCore(Func<CancellationToken, Task<int>> work, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
            {
                yield return 0;
                yield return await work(token);
            }

            static bool IsGood(int result) => result >= 0;

            public async Task<int> CallAsync(string operation, Func<CancellationToken, Task<int>> work, CancellationToken token)
            {
                switch (operation)
                {
                    case "Sync": Sync(work, token); return 0;
                    case "Value": return Value(work, token);
                    case "OfTask": await OfTask(work, token); return 0;
                    case "OfTaskOfInt": return await OfTaskOfInt(work, token);
                    case "OfValueTask": await OfValueTask(work, token); return 0;
                    case "OfValueTaskOfInt": return await OfValueTaskOfInt(work, token);
                    default:
                        var last = 0;
                        await foreach (var item in Stream(work, token))
                            last = item;
                        return last;
                }
            }
        }
        """));

    private static readonly Func<string, Func<CancellationToken, Task<int>>, CancellationToken, Task<int>> s_call =
        (Func<string, Func<CancellationToken, Task<int>>, CancellationToken, Task<int>>)s_program.Assembly.GetType("Operations")!.GetProperty("Caller")!.GetValue(null)!;

    public enum Ending
    {
        Returns,
        ReturnsBadResult,
        Fails,
        IsExcluded,
        TimesOut,
        ObeysItsToken,
    }

    /// <summary>One call: what it is of, what it calls, how it ends unless one of those ends it.</summary>
    public sealed record Node(int Operation, Ending Ending, bool Yields, bool IsCancelled, bool Catches, bool CallsAtOnce, Node[] Children);

    private static Gen<Node> Trees(int depth) => Gen.Select(
        Gen.Int[0, s_operations.Length - 1], Gen.Enum<Ending>(), Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool,
        depth == 0 ? Gen.Const(Array.Empty<Node>()) : Trees(depth - 1).Array[0, 3],
        (operation, end, yields, isCancelled, catches, callsAtOnce, children) => new Node(operation, end, yields, isCancelled, catches, callsAtOnce, children));

    [Fact]
    public void The_counters_are_those_of_the_model() => Trees(4).Sample(
        tree =>
        {
            var expected = new (long Good, long Bad)[s_operations.Length];
            Expect(tree, expected);
            var before = Counted();
            Caught(() => CallAsync(tree)).GetAwaiter().GetResult();
            Assert.Equal(expected, Counted().Zip(before, (after, was) => (after.Good - was.Good, after.Bad - was.Bad)));
            Assert.All(s_operations, operation => Assert.Equal(0, s_program.Site(operation).Active));
        },
        iter: 1_000,
        threads: 1); // the counters are one for the process

    private static (long Good, long Bad)[] Counted() => [.. s_operations.Select(operation => s_program.Site(operation).Events(0))];

    private static Task<int> CallAsync(Node node) => s_call(
        s_operations[node.Operation], token => RunAsync(node, token), new CancellationToken(node.IsCancelled));

    private static async Task<int> RunAsync(Node node, CancellationToken token)
    {
        if (node.Yields)
            await Task.Yield();

        var ends = node.CallsAtOnce
            ? await Task.WhenAll(node.Children.Select(child => Caught(() => CallAsync(child))))
            : await OneByOne(node);
        if (!node.Catches && ends.FirstOrDefault(end => end is not null) is { } exception)
            throw exception;

        return node.Ending switch
        {
            Ending.Returns => 1,
            Ending.ReturnsBadResult => -1,
            Ending.Fails => throw new InvalidOperationException(),
            Ending.IsExcluded => throw new KeyNotFoundException(),
            Ending.TimesOut => throw new TaskCanceledException("", new TimeoutException()),
            _ => throw new OperationCanceledException(token),
        };
    }

    private static async Task<Exception?[]> OneByOne(Node node)
    {
        var ends = new Exception?[node.Children.Length];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = await Caught(() => CallAsync(node.Children[i]));

        return ends;
    }

    private static async Task<Exception?> Caught(Func<Task<int>> call)
    {
        try
        {
            await call();
            return null;
        }
#pragma warning disable CA1031 // how it ended is what is asked for
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    /// <summary>The model: how a call ends, and what it is counted as.</summary>
    private static Ending Expect(Node node, (long Good, long Bad)[] counted)
    {
        var inner = node.Children.Select(child => Expect(child, counted)).ToList();
        var end = !node.Catches && inner.Exists(Throws) ? inner.Find(Throws) : node.Ending;
        var isJudged = s_operations[node.Operation] is "Value" or "OfTaskOfInt" or "OfValueTaskOfInt";
        switch (end)
        {
            case Ending.IsExcluded:
            case Ending.ObeysItsToken when node.IsCancelled:
                break;
            case Ending.Returns:
            case Ending.ReturnsBadResult when !isJudged:
                counted[node.Operation].Good++;
                break;
            default:
                counted[node.Operation].Bad++;
                break;
        }

        return end;
    }

    private static bool Throws(Ending end) => end is not (Ending.Returns or Ending.ReturnsBadResult);
}

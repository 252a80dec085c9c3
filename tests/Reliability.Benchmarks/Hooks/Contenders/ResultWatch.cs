using System.Collections.Concurrent;
using System.Reflection;

namespace Reliability.Benchmarks.Hooks.Contenders;

/// <summary>What proxies and aspects do with a result whose type they learn at run time: wrap it when it is awaited, and look
/// the wrapper up by type.</summary>
internal static class ResultWatch
{
    private static readonly ConcurrentDictionary<Type, Watcher> s_watchers = new();

    private delegate object? Watcher(object? result, HandWrittenTelemetry telemetry, long start);

    public static object? Watch(Type returnType, object? result, HandWrittenTelemetry telemetry, long start) =>
        s_watchers.GetOrAdd(returnType, Create)(result, telemetry, start);

    private static Watcher Create(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        var name = definition == typeof(Task<>) ? nameof(OfTask)
            : definition == typeof(ValueTask<>) ? nameof(OfValueTask)
            : definition == typeof(IAsyncEnumerable<>) ? nameof(OfStream)
            : null;
        return name is null
            ? OfValue
            : typeof(ResultWatch).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Watcher>();
    }

    private static object? OfValue(object? result, HandWrittenTelemetry telemetry, long start)
    {
        telemetry.Succeeded(start);
        return result;
    }

    private static object? OfTask<T>(object? result, HandWrittenTelemetry telemetry, long start)
    {
        return Await((Task<T>)result!, telemetry, start);

        static async Task<T> Await(Task<T> task, HandWrittenTelemetry telemetry, long start)
        {
            try
            {
                var value = await task.ConfigureAwait(false);
                telemetry.Succeeded(start);
                return value;
            }
            catch (Exception exception) when (telemetry.Failed(start, exception))
            {
                throw;
            }
        }
    }

    private static object? OfValueTask<T>(object? result, HandWrittenTelemetry telemetry, long start)
    {
        return Await((ValueTask<T>)result!, telemetry, start);

        static async ValueTask<T> Await(ValueTask<T> task, HandWrittenTelemetry telemetry, long start)
        {
            try
            {
                var value = await task.ConfigureAwait(false);
                telemetry.Succeeded(start);
                return value;
            }
            catch (Exception exception) when (telemetry.Failed(start, exception))
            {
                throw;
            }
        }
    }

    private static object? OfStream<T>(object? result, HandWrittenTelemetry telemetry, long start)
    {
        return Enumerate((IAsyncEnumerable<T>)result!, telemetry, start);

        static async IAsyncEnumerable<T> Enumerate(IAsyncEnumerable<T> stream, HandWrittenTelemetry telemetry, long start)
        {
            var failed = false;
            var items = stream.GetAsyncEnumerator();
            try
            {
                while (await MoveNext())
                    yield return items.Current;
            }
            finally
            {
                await items.DisposeAsync();
                if (!failed)
                    telemetry.Succeeded(start);
            }

            async ValueTask<bool> MoveNext()
            {
                try
                {
                    return await items.MoveNextAsync();
                }
                catch (Exception exception) when (!(failed = true) || telemetry.Failed(start, exception))
                {
                    throw;
                }
            }
        }
    }
}

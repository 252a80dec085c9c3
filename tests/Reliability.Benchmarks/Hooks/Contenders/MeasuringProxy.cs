using System.Diagnostics;
using System.Reflection;

namespace Reliability.Benchmarks.Hooks.Contenders;

/// <summary>The usual dynamic proxy: measures every method of an interface through reflection.</summary>
internal class MeasuringProxy<T> : DispatchProxy
    where T : class
{
    private T _target = null!;
    private HandWrittenTelemetry _telemetry = null!;

    public static T Around(T target, HandWrittenTelemetry telemetry)
    {
        var proxy = Create<T, MeasuringProxy<T>>();
        var self = (MeasuringProxy<T>)(object)proxy;
        self._target = target;
        self._telemetry = telemetry;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!HandWrittenTelemetry.Enabled)
            return Call(targetMethod!, args);

        var start = Stopwatch.GetTimestamp();
        try
        {
            return ResultWatch.Watch(targetMethod!.ReturnType, Call(targetMethod, args), _telemetry, start);
        }
        catch (Exception exception) when (_telemetry.Failed(start, exception))
        {
            throw;
        }
    }

    // Without the wrapping exception of reflection: the caller sees what was thrown.
    private object? Call(MethodInfo method, object?[]? args) =>
        method.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, args, null);
}

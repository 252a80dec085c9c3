using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using AspectInjector.Broker;

namespace Reliability.Benchmarks.Hooks.Contenders;

/// <summary>The usual woven aspect: AspectInjector moves the body into a delegate and calls this around it.</summary>
[Aspect(Scope.Global)]
[Injection(typeof(MeasuredAttribute))]
[AttributeUsage(AttributeTargets.Method)]
public sealed class MeasuredAttribute : Attribute
{
    private static readonly ConcurrentDictionary<Type, HandWrittenTelemetry> s_telemetry = new();

    /// <summary>The threshold of a second objective, about latency; 0 without one.</summary>
    public int LatencyMilliseconds { get; init; }

    [Advice(Kind.Around, Targets = Target.Method)]
    public object? Around(
        [Argument(Source.Type)] Type type,
        [Argument(Source.ReturnType)] Type returnType,
        [Argument(Source.Arguments)] object[] arguments,
        [Argument(Source.Target)] Func<object[], object> target)
    {
        if (!HandWrittenTelemetry.Enabled)
            return target(arguments);

        var telemetry = s_telemetry.GetOrAdd(type, Create);
        var start = Stopwatch.GetTimestamp();
        try
        {
            return ResultWatch.Watch(returnType, target(arguments), telemetry, start);
        }
        catch (Exception exception) when (telemetry.Failed(start, exception))
        {
            throw;
        }
    }

    private static HandWrittenTelemetry Create(Type type)
    {
        var latency = type.GetMethods().Select(method => method.GetCustomAttribute<MeasuredAttribute>()).OfType<MeasuredAttribute>().Single().LatencyMilliseconds;
        return new(type.Name, latency > 0 ? latency : null);
    }
}

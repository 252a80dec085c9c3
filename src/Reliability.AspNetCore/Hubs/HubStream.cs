using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Reliability.AspNetCore.Hubs;

/// <summary>Measures the streams that a hub method returns: SignalR enumerates them when the method is long over.</summary>
internal abstract class HubStream
{
    private static readonly ConcurrentDictionary<Type, HubStream?> s_known = [];

    /// <summary>What measures the streams of a method, or null when it returns none.</summary>
    /// <param name="method">The hub method.</param>
    public static HubStream? Of(MethodInfo method) => s_known.GetOrAdd(method.ReturnType, static type => Find(Awaited(type)));

    /// <summary>Hands the call over to the stream, which ends it.</summary>
    /// <param name="stream">What the method returned.</param>
    /// <param name="site">The operation.</param>
    /// <param name="call">The call so far.</param>
    /// <param name="aborted">Says that the caller has gone.</param>
    /// <returns>What takes the stream's place.</returns>
    public abstract object Measure(object stream, OperationSite site, OperationCall call, CancellationToken aborted);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "SignalR itself asks the return type for this interface, and keeps it.")]
    private static HubStream? Find(Type type)
    {
        for (var self = type; self is not null; self = self.BaseType)
        {
            if (IsOf(self, typeof(ChannelReader<>)))
                return Create(typeof(OfChannel<>), self.GetGenericArguments()[0]);
        }

        var enumerable = IsOf(type, typeof(IAsyncEnumerable<>)) ? type : Array.Find(type.GetInterfaces(), face => IsOf(face, typeof(IAsyncEnumerable<>)));
        return enumerable is null ? null : Create(typeof(OfEnumerable<>), enumerable.GetGenericArguments()[0]);
    }

    /// <summary>Ahead-of-time compiled programs have code for items that are objects only, in SignalR as here; a stream of others
    /// fails in SignalR itself.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "Neither class asks anything of its type argument.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Not called for value types where code cannot be made.")]
    private static HubStream? Create([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type definition, Type item) =>
        item.IsValueType && !RuntimeFeature.IsDynamicCodeSupported ? null : (HubStream)Activator.CreateInstance(definition.MakeGenericType(item))!;

    private static Type Awaited(Type type) => IsOf(type, typeof(Task<>)) || IsOf(type, typeof(ValueTask<>)) ? type.GetGenericArguments()[0] : type;

    private static bool IsOf(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    /// <summary>From the first item that is asked for to the disposal, like every other stream.</summary>
    private sealed class OfEnumerable<T> : HubStream
    {
        public override object Measure(object stream, OperationSite site, OperationCall call, CancellationToken aborted)
        {
            call.Discard();
            return site.MeasureStream((IAsyncEnumerable<T>)stream, aborted);
        }
    }

    /// <summary>From the call on, which fills the channel, until it is read to its end.</summary>
    private sealed class OfChannel<T> : HubStream
    {
        public override object Measure(object stream, OperationSite site, OperationCall call, CancellationToken aborted) =>
            new MeasuredChannelReader<T>((ChannelReader<T>)stream, site, call, aborted);
    }
}

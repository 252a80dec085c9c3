using System.Reflection;
using System.Runtime.CompilerServices;
using Hangfire.Common;
using Hangfire.Server;

namespace Reliability.Hangfire;

/// <summary>Counts the runs of jobs that carry an <c>[Slo]</c>: each run is an event, because the next one comes minutes or hours
/// later. Outside of all other filters, and one only, however often it is registered.</summary>
internal sealed class OperationJobFilter : IServerFilter, IJobFilter
{
    private const string Key = "Reliability.OperationCall";

    public bool AllowMultiple => false;

    public int Order => int.MinValue;

    public void OnPerforming(PerformingContext context)
    {
        if (OperationSite.Of(Method(context.BackgroundJob.Job)) is { } site)
            context.Items[Key] = new StrongBox<OperationCall>(site.Start());
    }

    public void OnPerformed(PerformedContext context)
    {
        if (context.Items.TryGetValue(Key, out var item) && item is StrongBox<OperationCall> call)
            End(ref call.Value, context);
    }

    private static void End(ref OperationCall call, PerformedContext context)
    {
        var exception = context.Exception is JobPerformanceException { InnerException: { } inner } ? inner : context.Exception;
        if (context.Canceled || exception is JobAbortedException)
            call.Discard(); // another filter refused the run; or the job was deleted or taken over while it ran
        else if (exception is null || context.ExceptionHandled)
            call.Succeed();
        else
            call.Fail(exception, context.CancellationToken.ShutdownToken);
    }

    /// <summary>The method that will run: an expression names the one that was declared first, and the class that was enqueued may
    /// override it.</summary>
    private static MethodInfo Method(Job job) => job.Type == job.Method.ReflectedType
        ? job.Method
        : Array.Find(job.Type.GetMethods(), method => method.GetBaseDefinition().HasSameMetadataDefinitionAs(job.Method.GetBaseDefinition())) ?? job.Method;
}

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Reliability.Overload;

/// <summary>Calls of a partial method with a <c>[Capacity]</c>. Called by emitted code.</summary>
/// <remarks>What is turned away throws <see cref="OverloadedException"/> or <see cref="DeadlineExceededException"/>, and nothing of it was
/// begun.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
[DebuggerStepThrough]
public static class AdmittedCalls
{
    /// <summary>Makes a call when there is room for it.</summary>
    /// <typeparam name="TState">What the work is given.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="work">The work.</param>
    /// <param name="state">What the work is given.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public static async Task ExecuteAsync<TState>(
        AdmissionGate gate, Func<TState, CancellationToken, Task> work, TState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(work);
        using var lease = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await work(state, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (lease.Fail())
        {
            throw;
        }
    }

    /// <inheritdoc cref="ExecuteAsync{TState}(AdmissionGate, Func{TState, CancellationToken, Task}, TState, CancellationToken)" />
    /// <typeparam name="TState">What the work is given.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public static async Task<TResult> ExecuteAsync<TState, TResult>(
        AdmissionGate gate, Func<TState, CancellationToken, Task<TResult>> work, TState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(work);
        using var lease = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work(state, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (lease.Fail())
        {
            throw;
        }
    }

    /// <inheritdoc cref="ExecuteAsync{TState}(AdmissionGate, Func{TState, CancellationToken, Task}, TState, CancellationToken)" />
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask ExecuteAsync<TState>(
        AdmissionGate gate, Func<TState, CancellationToken, ValueTask> work, TState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(work);
        using var lease = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await work(state, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (lease.Fail())
        {
            throw;
        }
    }

    /// <inheritdoc cref="ExecuteAsync{TState, TResult}(AdmissionGate, Func{TState, CancellationToken, Task{TResult}}, TState, CancellationToken)" />
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<TResult> ExecuteAsync<TState, TResult>(
        AdmissionGate gate, Func<TState, CancellationToken, ValueTask<TResult>> work, TState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(work);
        using var lease = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work(state, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (lease.Fail())
        {
            throw;
        }
    }
}

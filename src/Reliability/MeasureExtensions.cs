using System.ComponentModel;
using System.Diagnostics;
using Reliability.Streams;

namespace Reliability;

/// <summary>Measures work that no layer reaches by itself: a local function, an operator, a part of a method.</summary>
/// <remarks>With a static lambda and a state nothing is allocated; a lambda that captures variables is, each time.</remarks>
/// <example><code>
/// [Slo(99.9)]
/// static Task ImportAsync(string file, CancellationToken cancellationToken) =>
///     Operations.Import.MeasureAsync(static (file, cancellationToken) => ReadAsync(file, cancellationToken), file, cancellationToken);
/// </code></example>
[StackTraceHidden]
[DebuggerStepThrough]
public static class MeasureExtensions
{
    /// <summary>Measures work that ends when it returns.</summary>
    /// <param name="site">The operation.</param>
    /// <param name="work">The work.</param>
    public static void Measure(this OperationSite site, Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        site.Measure([StackTraceHidden, DebuggerStepThrough] static (work) => work(), work);
    }

    /// <inheritdoc cref="Measure(OperationSite, Action)" />
    /// <typeparam name="TState">What the work is given.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="work">The work.</param>
    /// <param name="state">What the work is given.</param>
    public static void Measure<TState>(this OperationSite site, Action<TState> work, TState state)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(work);
        if (!OperationSite.Enabled)
        {
            work(state);
            return;
        }

        var call = site.Start();
        try
        {
            work(state);
            call.Succeed();
        }
        catch (Exception exception) when (call.Fail(exception))
        {
            throw;
        }
    }

    /// <inheritdoc cref="Measure(OperationSite, Action)" />
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="work">The work.</param>
    public static TResult Measure<TResult>(this OperationSite site, Func<TResult> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return site.Measure([StackTraceHidden, DebuggerStepThrough] static (work) => work(), work);
    }

    /// <inheritdoc cref="Measure{TState}(OperationSite, Action{TState}, TState)" />
    /// <typeparam name="TState">What the work is given.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="work">The work.</param>
    /// <param name="state">What the work is given.</param>
    /// <param name="isGood">Tells whether a result is a good one; null when each is.</param>
    public static TResult Measure<TState, TResult>(this OperationSite site, Func<TState, TResult> work, TState state, Func<TResult, bool>? isGood)
        where TState : allows ref struct
        where TResult : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(work);
        if (!OperationSite.Enabled)
            return work(state);

        var call = site.Start();
        try
        {
            var result = work(state);
            call.Succeed(result, isGood);
            return result;
        }
        catch (Exception exception) when (call.Fail(exception))
        {
            throw;
        }
    }

    /// <inheritdoc cref="Measure{TState, TResult}(OperationSite, Func{TState, TResult}, TState, Func{TResult, bool})" />
    public static TResult Measure<TState, TResult>(this OperationSite site, Func<TState, TResult> work, TState state)
        where TState : allows ref struct
        where TResult : allows ref struct =>
        site.Measure(work, state, isGood: null);

    /// <summary>Measures work that ends when its task does.</summary>
    /// <param name="site">The operation.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">The caller's token: a cancellation that it asked for is not counted.</param>
    public static Task MeasureAsync(this OperationSite site, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return site.MeasureAsync([StackTraceHidden, DebuggerStepThrough] static (work, cancellationToken) => work(cancellationToken), work, cancellationToken);
    }

    /// <inheritdoc cref="MeasureAsync(OperationSite, Func{CancellationToken, Task}, CancellationToken)" />
    /// <typeparam name="TState">What the work is given.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="work">The work.</param>
    /// <param name="state">What the work is given.</param>
    /// <param name="cancellationToken">The caller's token: a cancellation that it asked for is not counted.</param>
    public static Task MeasureAsync<TState>(
        this OperationSite site, Func<TState, CancellationToken, Task> work, TState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(work);
        if (!OperationSite.Enabled)
            return work(state, cancellationToken);

        var call = site.Start();
        try
        {
            return call.Observe(work(state, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (call.Fail(exception, cancellationToken))
        {
            throw;
        }
    }

    /// <inheritdoc cref="MeasureAsync(OperationSite, Func{CancellationToken, Task}, CancellationToken)" />
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">The caller's token: a cancellation that it asked for is not counted.</param>
    public static Task<TResult> MeasureAsync<TResult>(
        this OperationSite site, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return site.MeasureAsync([StackTraceHidden, DebuggerStepThrough] static (work, cancellationToken) => work(cancellationToken), work, isGood: null, cancellationToken);
    }

    /// <inheritdoc cref="MeasureAsync{TState}(OperationSite, Func{TState, CancellationToken, Task}, TState, CancellationToken)" />
    /// <typeparam name="TState">What the work is given.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="work">The work.</param>
    /// <param name="state">What the work is given.</param>
    /// <param name="isGood">Tells whether a result is a good one; null when each is.</param>
    /// <param name="cancellationToken">The caller's token: a cancellation that it asked for is not counted.</param>
    public static Task<TResult> MeasureAsync<TState, TResult>(
        this OperationSite site, Func<TState, CancellationToken, Task<TResult>> work, TState state, Func<TResult, bool>? isGood,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(work);
        if (!OperationSite.Enabled)
            return work(state, cancellationToken);

        var call = site.Start();
        try
        {
            return call.Observe(work(state, cancellationToken), isGood, cancellationToken);
        }
        catch (Exception exception) when (call.Fail(exception, cancellationToken))
        {
            throw;
        }
    }

    /// <inheritdoc cref="MeasureAsync{TState, TResult}(OperationSite, Func{TState, CancellationToken, Task{TResult}}, TState, Func{TResult, bool}, CancellationToken)" />
    public static Task<TResult> MeasureAsync<TState, TResult>(
        this OperationSite site, Func<TState, CancellationToken, Task<TResult>> work, TState state, CancellationToken cancellationToken) =>
        site.MeasureAsync(work, state, isGood: null, cancellationToken);

    /// <summary>Measures a stream: each enumeration is a call, from the first item that is asked for to the end of the
    /// disposal.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">The caller's token: a cancellation that it asked for is not counted.</param>
    public static IAsyncEnumerable<T> MeasureStream<T>(this OperationSite site, IAsyncEnumerable<T> stream, CancellationToken cancellationToken) =>
        new MeasuredStream<T>(stream, site, cancellationToken);

    /// <summary>Measures one enumeration of a stream. For emitted code.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="enumerator">The enumeration.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IAsyncEnumerator<T> MeasureStream<T>(this OperationSite site, IAsyncEnumerator<T> enumerator, CancellationToken cancellationToken) =>
        new MeasuredEnumerator<T>(enumerator, site, cancellationToken, CancellationToken.None);

    /// <summary>Measures a sequence that an iterator makes. For emitted code.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IEnumerable<T> MeasureStream<T>(this OperationSite site, IEnumerable<T> sequence, CancellationToken cancellationToken) =>
        new MeasuredSequence<T>(sequence, site, cancellationToken);

    /// <summary>Measures one enumeration of a sequence. For emitted code.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="site">The operation.</param>
    /// <param name="enumerator">The enumeration.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IEnumerator<T> MeasureStream<T>(this OperationSite site, IEnumerator<T> enumerator, CancellationToken cancellationToken) =>
        new MeasuredSequenceEnumerator<T>(enumerator, site, cancellationToken);
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.Tests.Decorating;

/// <summary>An interface as people write them, with what a decorator may get wrong.</summary>
public interface IStock
{
    [Slo(99, Name = "stock-take")]
    int Take(int count);

    [Slo(99, Name = "stock-take-task")]
    Task<int> TakeAsync(int count, CancellationToken cancellationToken);

    [Slo(99, Name = "stock-find", Good = nameof(IsFound))]
    ValueTask<string?> FindAsync(string name);

    [Slo(99, Name = "stock-list")]
    IAsyncEnumerable<int> ListAsync(int count, CancellationToken cancellationToken = default);

    [Slo(99, Name = "stock-guess", Exclude = [typeof(KeyNotFoundException)])]
    bool TryGuess(in int seed, ref int tries, [NotNullWhen(true)] out string? name);

    [Slo(99, Name = "stock-best")]
    ref int Best();

    [Slo(99, Name = "stock-generic")]
    T Echo<T>(T value, params ReadOnlySpan<int> others)
        where T : allows ref struct;

    // Forwarded, never counted.
    int Left { get; set; }

    int this[int shelf] { get; set; }

    event EventHandler? Emptied;

    void Uncounted();

    /// <summary>The implementation replaces it.</summary>
    string Name() => "nobody";

    static bool IsFound(string? name) => name is not null;
}

public sealed class Stock : IStock
{
    private int _best = 7;

    public int Left { get; set; }

    public int this[int shelf]
    {
        get => shelf + Left;
        set => Left = value - shelf;
    }

    public event EventHandler? Emptied;

    public int Take(int count) => count < 0 ? throw new ArgumentOutOfRangeException(nameof(count), "negative") : count;

    public async Task<int> TakeAsync(int count, CancellationToken cancellationToken)
    {
        await Task.Delay(count == 0 ? -1 : 1, cancellationToken);
        return Take(count);
    }

    public async ValueTask<string?> FindAsync(string name)
    {
        await Task.Yield();
        return name.Length == 0 ? null : name;
    }

    public async IAsyncEnumerable<int> ListAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < Take(count); i++)
        {
            await Task.Yield();
            yield return i;
        }

        if (count == 3)
            throw new InvalidOperationException("three");
    }

    public bool TryGuess(in int seed, ref int tries, [NotNullWhen(true)] out string? name)
    {
        tries += seed;
        name = tries > 1 ? "guess" : null;
        return seed == 0 ? throw new KeyNotFoundException() : name is not null;
    }

    public ref int Best() => ref _best;

    public T Echo<T>(T value, params ReadOnlySpan<int> others)
        where T : allows ref struct => others.Length == 2 ? value : throw new ArgumentException("two", nameof(others));

    // Only the outer call goes through the interface.
    public void Uncounted() => Emptied?.Invoke(this, EventArgs.Empty);

    public string Name() => "stock " + Take(1);
}

/// <summary>The same promise for every method, and none for plumbing.</summary>
[Slo(99)]
public interface IShelfService : IShelfBase, ICloneable
{
    void Fill();

    [Slo(99, Name = "shelf-sweep")]
    void Sweep();
}

public interface IShelfBase
{
    Task WipeAsync();
}

public sealed class Shelf : IShelfService
{
    public void Fill()
    {
    }

    public void Sweep()
    {
    }

    public Task WipeAsync() => Task.CompletedTask;

    public object Clone() => this;
}

/// <summary>Has a number, so that one sees which is which, and tells when it is disposed.</summary>
public interface IPart
{
    [Slo(99, Name = "part-number")]
    Part Number();
}

public class Part : IPart
{
    public Part Number() => this;
}

public sealed class OtherPart : Part;

/// <summary>The interface does not say that it can be disposed.</summary>
public sealed class DisposablePart : Part, IDisposable
{
    public int Disposals { get; private set; }

    public void Dispose() => Disposals++;
}

public sealed class KeyedPart([ServiceKey] string key) : Part
{
    public string Key => key;
}

public sealed class InheritingPart([FromKeyedServices] Stock stock) : Part
{
    public Stock Stock => stock;
}

public sealed class PartOf(IStock stock) : Part
{
    public IStock Stock => stock;
}

/// <summary>Somebody's own decorator.</summary>
public sealed class CachingPart(IPart inner) : IPart
{
    public Part Number() => inner.Number();
}

public interface ITool : IDisposable
{
    [Slo(99, Name = "tool-use")]
    Tool Use();
}

public class Tool : ITool
{
    public int Disposals { get; private set; }

    public Tool Use() => this;

    public void Dispose()
    {
        Disposals++;
        GC.SuppressFinalize(this);
    }
}

public sealed class ToolOf(IStock stock) : Tool
{
    public IStock Stock => stock;
}

public interface ILaterTool : IAsyncDisposable
{
    [Slo(99, Name = "later-tool-use")]
    LaterTool Use();
}

public sealed class LaterTool : ILaterTool, IDisposable
{
    public int Disposals { get; private set; }

    public int LaterDisposals { get; private set; }

    public LaterTool Use() => this;

    public void Dispose() => Disposals++;

    public ValueTask DisposeAsync()
    {
        LaterDisposals++;
        return ValueTask.CompletedTask;
    }
}

public sealed class OnlyLaterTool : IOnlyLater
{
    public OnlyLaterTool Use() => this;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public interface IOnlyLater : IAsyncDisposable
{
    [Slo(99, Name = "only-later-use")]
    OnlyLaterTool Use();
}

public interface IBox<T>
    where T : notnull
{
    [Slo(99, Name = "box-open")]
    Box<T> Open();

    TOther Other<TOther>(TOther other);
}

public class Box<T> : IBox<T>
    where T : notnull
{
    public Box<T> Open() => this;

    public TOther Other<TOther>(TOther other) => other;
}

public sealed class DisposableBox<T> : Box<T>, IDisposable
    where T : notnull
{
    public int Disposals { get; private set; }

    public void Dispose() => Disposals++;
}

public sealed class KeyedBox<T>([ServiceKey] string key) : Box<T>
    where T : notnull
{
    public string Key => key;
}

public sealed class NumberBox : Box<int>;

public interface ICrate<T> : IDisposable
{
    [Slo(99, Name = "crate-open")]
    Crate<T> Open();
}

public sealed class Crate<T>(IStock stock) : ICrate<T>
{
    public IStock Stock => stock;

    public int Disposals { get; private set; }

    public Crate<T> Open() => this;

    public void Dispose() => Disposals++;
}

/// <summary>Both have a promise; each call is counted once, whichever way it comes.</summary>
public interface IParent<T>
{
    [Slo(99, Name = "parent-run")]
    T Run(T value);
}

public interface IChild : IParent<int>
{
    [Slo(99, Name = "child-walk")]
    void Walk();
}

public interface IGrandchild : IChild;

public sealed class Child : IGrandchild
{
    public int Run(int value) => value;

    public void Walk()
    {
    }
}

/// <summary>A class with a promise of its own is an operation of its own.</summary>
public interface IEngine
{
    [Slo(99, Name = "engine-start")]
    void Start();
}

public sealed partial class Engine : IEngine
{
    [Slo(99, Name = "engine-start-itself")]
    public partial void Start();

    private static void StartCore()
    {
    }
}

using System.Collections.Concurrent;
using Reliability;

namespace Checkout.Stock;

/// <summary>What is in stock, in memory.</summary>
public sealed class Warehouse
{
    private readonly ConcurrentDictionary<string, int> _stock = new() { ["apple"] = 1_000, ["pear"] = 1_000 };

    /// <summary>The stock by article.</summary>
    public IReadOnlyDictionary<string, int> Stock => _stock;

    /// <summary>Whether there is anything to sell at all: until then, nobody is sent here.</summary>
    [Readiness]
    public bool HasArticles() => !_stock.IsEmpty;

    /// <summary>Whether the warehouse answers. One that is far away would take its time.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => Task.CompletedTask.WaitAsync(cancellationToken);

    /// <summary>Takes something out.</summary>
    public void Take(string article, int quantity)
    {
        while (_stock.TryGetValue(article, out var stock) && stock >= quantity)
        {
            if (_stock.TryUpdate(article, stock - quantity, stock))
                return;
        }

        throw new OutOfStockException(article);
    }

    /// <summary>Fills everything up again.</summary>
    public void Refill()
    {
        foreach (var article in _stock.Keys)
            _stock[article] = 1_000;
    }
}

/// <summary>The customer asked for more than there is, which says nothing about reliability.</summary>
public sealed class OutOfStockException(string article) : Exception($"Not enough of '{article}' in stock.");

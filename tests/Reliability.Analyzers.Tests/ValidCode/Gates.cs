using Microsoft.EntityFrameworkCore;

namespace ValidCode;

/// <summary>Locks, permits, transactions and token sources, as they should be.</summary>
public sealed class Gates(HttpClient http, DbContext database, IHostApplicationLifetime lifetime) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _slots = new(8);
    private readonly object _lock = new();
    private readonly Dictionary<string, string> _rates = [];
    private string? _token;

    public async Task<string> GetTokenAsync(CancellationToken token)
    {
        if (_token is { } known)
            return known;

        await _gate.WaitAsync(token);
        try
        {
            return _token ??= await http.GetStringAsync(new Uri("https://example.org/token"), token);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<string?> GetRateAsync(string currency, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token, lifetime.ApplicationStopping);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        if (!await _slots.WaitAsync(TimeSpan.FromSeconds(1), limit.Token))
            return null;

        try
        {
            var rate = await http.GetStringAsync(new Uri("https://example.org/rates/" + currency), limit.Token);
            lock (_lock)
                _rates[currency] = rate;

            return rate;
        }
        finally
        {
            _slots.Release();
        }
    }

    public async Task PlaceAsync(object order, CancellationToken token)
    {
        await using (var transaction = await database.Database.BeginTransactionAsync(token))
        {
            database.Add(order);
            await database.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
        }

        using var response = await http.PostAsync(new Uri("https://example.org/orders"), null, token);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        _gate.Dispose();
        _slots.Dispose();
    }
}

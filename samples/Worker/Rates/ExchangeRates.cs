using Reliability;

namespace Worker.Rates;

/// <summary>What a unit of each currency is worth in euros.</summary>
public sealed class ExchangeRates
{
    private volatile IReadOnlyDictionary<string, decimal> _rates = new Dictionary<string, decimal>();

    /// <summary>Whether there are any.</summary>
    [Startup(Name = "exchange-rates")]
    public bool AreKnown() => _rates.Count > 0;

    /// <summary>Replaces the rates.</summary>
    public void Replace(IReadOnlyDictionary<string, decimal> rates) => _rates = rates;

    /// <summary>An amount in euros.</summary>
    public decimal InEuros(decimal amount, string currency) =>
        _rates.TryGetValue(currency, out var rate) ? amount * rate : throw new InvalidDataException($"There is no rate for '{currency}'.");
}

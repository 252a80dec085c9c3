using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Reliability;
using Worker.Rates;

namespace Worker.Invoices;

/// <summary>Imports invoices: a line in the ledger each, in euros.</summary>
public sealed partial class InvoiceImport(ExchangeRates rates, IOptions<WorkerOptions> options)
{
    private readonly string _ledger = Path.Combine(Path.GetFullPath(options.Value.Queue), "ledger.csv");

    /// <summary>Imports one invoice: the unit of work that the promise is about.</summary>
    [Slo(99.5, LatencyTarget = 95, LatencyMilliseconds = 500, Runbook = "samples/Worker/runbooks/import.md")]
    public partial Task ImportAsync(string file, CancellationToken cancellationToken);

    private async Task ImportAsyncCore(string file, CancellationToken cancellationToken)
    {
        var invoice = JsonSerializer.Deserialize(await File.ReadAllTextAsync(file, cancellationToken), WorkerJson.Default.Invoice)
            ?? throw new InvalidDataException($"{Path.GetFileName(file)} holds no invoice.");
        var line = string.Create(CultureInfo.InvariantCulture, $"{invoice.Customer},{rates.InEuros(invoice.Amount, invoice.Currency):0.00}\n");
        await File.AppendAllTextAsync(_ledger, line, cancellationToken);
    }
}

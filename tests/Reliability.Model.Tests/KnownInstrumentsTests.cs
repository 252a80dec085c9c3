using System.Diagnostics.Metrics;

namespace Reliability.Model.Tests;

public class KnownInstrumentsTests
{
    public static TheoryData<string> Names => [.. KnownInstruments.All.Select(instrument => instrument.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_histogram_counts_in_a_unit_of_time_and_a_counter_does_not(string name)
    {
        var instrument = KnownInstruments.Find(name)!;
        Assert.Equal(instrument.Kind == MetricKind.Histogram, DurationUnits.Milliseconds(instrument.Unit) is not null);
        Assert.Equal(instrument.Kind == MetricKind.Histogram, instrument.Buckets.Count > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bounds_of_buckets_ascend(string name)
    {
        var buckets = KnownInstruments.Find(name)!.Buckets;
        Assert.Equal(buckets.Order().Distinct(), buckets);
    }

    /// <summary>The table says what this version of .NET says of itself.</summary>
    [Theory]
    [InlineData("http.client.request.duration")]
    [InlineData("http.client.request.time_in_queue")]
    [InlineData("http.client.connection.duration")]
    public async Task Buckets_of_the_http_client_are_those_that_it_advises(string name)
    {
        Instrument? found = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "System.Net.Http" && instrument.Name == name)
                    Interlocked.CompareExchange(ref found, instrument, null);
            },
        };
        listener.Start();

        // Instruments are made when a client is first used, whether it reaches anybody or not.
        using var client = new HttpClient();
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync("http://localhost:1/", TestContext.Current.CancellationToken));

        var histogram = Assert.IsType<Histogram<double>>(found);
        var known = KnownInstruments.Find(name)!;
        Assert.Equal(known.Unit, histogram.Unit);
        Assert.Equal(histogram.Advice!.HistogramBucketBoundaries!.Select(bound => (decimal)bound), known.Buckets);
    }
}

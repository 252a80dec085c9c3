using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Reliability.Overload;

/// <summary>A lease as whoever takes a <see cref="RateLimiter"/> knows it.</summary>
internal sealed class AdmissionRateLimitLease : RateLimitLease
{
    private static readonly string[] s_names = [MetadataName.RetryAfter.Name];

    private readonly AdmissionLease _lease;
    private readonly TimeSpan? _retryAfter;

    public AdmissionRateLimitLease(AdmissionLease lease) => _lease = lease;

    private AdmissionRateLimitLease(TimeSpan retryAfter) => _retryAfter = retryAfter;

    /// <summary>The answer to who asks for nothing where there is room.</summary>
    public static AdmissionRateLimitLease Nothing { get; } = new(default(AdmissionLease));

    public override bool IsAcquired => _retryAfter is null;

    public override IEnumerable<string> MetadataNames => IsAcquired ? [] : s_names;

    public static AdmissionRateLimitLease Refused() => new(RetryDelay.Next());

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? _retryAfter : null;
        return metadata is not null;
    }

    protected override void Dispose(bool disposing)
    {
        _lease.Dispose();
        base.Dispose(disposing);
    }
}

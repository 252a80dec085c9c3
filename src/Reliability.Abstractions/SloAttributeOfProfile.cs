using System.Runtime.CompilerServices;

namespace Reliability;

/// <summary>Promises the service level that a profile describes.</summary>
/// <remarks>See <see cref="SloAttribute"/> for where it may stand and what it covers.</remarks>
/// <typeparam name="TProfile">The profile that carries the objectives.</typeparam>
/// <example><code>
/// [Slo&lt;CustomerFacing&gt;(Runbook = "docs/runbooks/place-order.md")]
/// public partial Task&lt;Receipt&gt; PlaceOrderAsync(Order order, CancellationToken cancellationToken);
/// </code></example>
[AttributeUsage(SloTargets.All)]
public sealed class SloAttribute<TProfile> : ServiceLevelAttribute
    where TProfile : SloProfile
{
    /// <summary>Promises what <typeparamref name="TProfile"/> says.</summary>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public SloAttribute([CallerLineNumber] int line = 0, [CallerMemberName] string? member = null)
        : base(line, member)
    {
    }
}

using System.Globalization;

namespace Reliability;

/// <summary>What a number may be.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
/// <param name="IsAbove">Whether it is above the least, and not the least itself.</param>
/// <param name="IsWhole">Whether it has no fraction.</param>
internal sealed record NumberRange(double Least, double Most, bool IsAbove = false, bool IsWhole = false)
{
    /// <summary>Whether a number is possible.</summary>
    public bool Contains(double value) =>
        (IsAbove ? value > Least : value >= Least) && value <= Most && (!IsWhole || value == Math.Floor(value));

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"a {(IsWhole ? "whole number" : "number")} {(IsAbove ? $"above {Least}, at most {Most}" : $"from {Least} to {Most}")}");
}

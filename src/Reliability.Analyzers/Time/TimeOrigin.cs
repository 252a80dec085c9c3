using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Time;

/// <summary>What is known of a time.</summary>
internal enum TimeOriginKind
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>It is a length: measured, or made of one number.</summary>
    Length,

    /// <summary>Its component is known, and not the whole of it.</summary>
    Lost,

    /// <summary>Its component is known, and the whole of it.</summary>
    Kept,

    /// <summary>It is a time of day or the offset of a time zone.</summary>
    Clock,
}

/// <summary>Where a time comes from, and what its component therefore loses.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="Loss">What is lost, as messages say it; or null.</param>
/// <param name="IsDirect">Whether the component is taken where the time is made.</param>
internal readonly record struct TimeOrigin(TimeOriginKind Kind, string? Loss = null, bool IsDirect = false)
{
    public static TimeOrigin Of(IOperation time, TimeComponent component, Site site)
    {
        var source = time.Unwrapped();
        var isDirect = true;
        if (source is ILocalReferenceOperation local)
        {
            if (local.OnlyValue() is not { } value)
                return default;

            source = value.Unwrapped();
            isDirect = false;
        }

        if (Durations.Of(source, site.Knowledge, site.Cancelled) is { } constant && constant != Timeout.InfiniteTimeSpan)
        {
            return component.IsAllOf(constant)
                ? new(TimeOriginKind.Kept)
                : new(TimeOriginKind.Lost, "of " + Durations.Text(constant) + " it is " + component.Of(constant), isDirect);
        }

        return source switch
        {
            IInvocationOperation call => OfCall(call, component, isDirect, site.Knowledge),
            IPropertyReferenceOperation { Property: { } property } => OfProperty(property),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, LeftOperand.Type: { } type } when IsDate(type) => new(TimeOriginKind.Length),
            _ => default,
        };
    }

    private static TimeOrigin OfCall(IInvocationOperation call, TimeComponent component, bool isDirect, Knowledge knowledge)
    {
        var method = call.TargetMethod;
        if (IsSystem(method.ContainingType) && method.Name is "GetUtcOffset" or "ToTimeSpan")
            return new(TimeOriginKind.Clock);

        if ((method.Name == "GetElapsedTime" && IsSystem(method.ContainingType)) || (method.Name == "Subtract" && IsDate(method.ContainingType) && IsDate(call.Arguments[0].Value.Type)))
            return new(TimeOriginKind.Length);

        if (!CoreTypes.Same(method.ContainingType, knowledge.Core.TimeSpan) || TimeComponent.OfFactory(method.Name) is not { } unit)
            return default;

        // A whole number of a coarser unit has none of a finer one.
        return call.Arguments.Length > 0 && unit.Ticks > component.Ticks && IsWhole(call.Arguments[0].Value.Unwrapped().Type) && OthersAreLeftOut(call)
            ? new(TimeOriginKind.Lost, "of whole " + unit.Name.ToLowerInvariant() + " it is always 0", isDirect)
            : new(TimeOriginKind.Length);
    }

    private static TimeOrigin OfProperty(IPropertySymbol property) => property switch
    {
        { Name: "TimeOfDay" or "BaseUtcOffset" or "Offset" or "DaylightDelta" } when IsSystem(property.ContainingType) => new(TimeOriginKind.Clock),
        { Name: "Elapsed", ContainingType: { Name: "Stopwatch" } type } when IsSystem(type) => new(TimeOriginKind.Length),
        _ => default,
    };

    // .NET 9 has factories with finer units as optional parameters.
    private static bool OthersAreLeftOut(IInvocationOperation call)
    {
        for (var i = 1; i < call.Arguments.Length; i++)
        {
            if (Durations.Number(call.Arguments[i].Value) is not 0d)
                return false;
        }

        return true;
    }

    private static bool IsWhole(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    private static bool IsDate(ITypeSymbol? type) => type is { Name: "DateTime" or "DateTimeOffset" } && IsSystem(type);

    private static bool IsSystem(ITypeSymbol? type) => type?.ContainingNamespace is
        { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
        or { Name: "Diagnostics", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}

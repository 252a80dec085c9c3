using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>The two ways in which a symbol is written down.</summary>
internal static class SymbolFormats
{
    /// <summary>As source in any file of any project: <c>global::Shop.Order?</c>.</summary>
    public static SymbolDisplayFormat Source { get; } = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>As people and telemetry name it: <c>Shop.Order</c>.</summary>
    public static SymbolDisplayFormat Plain { get; } = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType);
}

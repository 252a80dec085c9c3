using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Time;

/// <summary>REL1301: a component of a <c>TimeSpan</c> taken for all of it: a timeout of 60 s becomes one of 0.</summary>
/// <remarks>
/// Reports a component that loses what its time is known to be, wherever it goes, and a component that is compared, given to
/// a number or kept in one. Silent where times are shown or put together (another component is read in the same function),
/// for times of day and offsets, and for hours and minutes of a time of which nothing is known.
/// </remarks>
internal sealed class TimeSpanComponentRule() : Rule(
    "REL1301", "TimeSpan component used as total", Categories.Time, DiagnosticSeverity.Warning,
    "'{0}' is only a part of the time: {1}; '{2}' is all of it",
    "TimeSpan.Seconds is the second hand, not the number of seconds: a timeout made of it is 0 for every whole minute, and a comparison never becomes true.")
{
    /// <summary>The fix.</summary>
    public const string UseTotal = nameof(UseTotal);

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core.TimeSpan is not null)
            start.On(OperationKind.PropertyReference, Check);
    }

    private static void Check(Site site)
    {
        var reference = (IPropertyReferenceOperation)site.Operation;
        if (TimeComponent.Named(reference.Property.Name) is not { } component
            || !CoreTypes.Same(reference.Property.ContainingType, site.Knowledge.Core.TimeSpan)
            || reference is not { Instance: { } instance, Syntax: MemberAccessExpressionSyntax access })
        {
            return;
        }

        var origin = TimeOrigin.Of(instance, component, site);
        if (origin.Kind is TimeOriginKind.Clock or TimeOriginKind.Kept || (component.Range is null && origin.Kind != TimeOriginKind.Lost))
            return;

        var use = NumberUses.Of(reference, component.Half, site.Knowledge.Compilation);
        if (!(origin is { Kind: TimeOriginKind.Lost, IsDirect: true } || (IsAmount(use, origin.Kind, component) && !ReadsOthers(reference)))
            || reference.IsInExpressionTree())
        {
            return;
        }

        site.Report(
            access.Name,
            DiagnosticProperties.With(UseTotal, Cast(reference, use)),
            component.Name,
            origin.Loss ?? component.Example,
            "Total" + component.Name);
    }

    private static bool IsAmount(NumberUse use, TimeOriginKind origin, TimeComponent component) => use switch
    {
        NumberUse.Other => false,
        NumberUse.GivenAsTime => true,
        NumberUse.Returned or NumberUse.Rounded => origin != TimeOriginKind.Unknown,
        _ => origin != TimeOriginKind.Unknown || component.IsFine,
    };

    /// <summary>Whether the same function reads another component, or a total: then it knows what a component is.</summary>
    private static bool ReadsOthers(IPropertyReferenceOperation reference)
    {
        foreach (var part in (reference.Function() ?? reference.Root()).OwnFrame())
        {
            if (part is IPropertyReferenceOperation { Property: { } property }
                && property.Name != reference.Property.Name
                && CoreTypes.Same(property.ContainingType, reference.Property.ContainingType)
                && (property.Name.StartsWith("Total", StringComparison.Ordinal) || TimeComponent.Named(property.Name) is not null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type that the total must be cast to, or "".</summary>
    private static string Cast(IPropertyReferenceOperation reference, NumberUse use)
    {
        if (reference.Syntax.Parent is CastExpressionSyntax)
            return "";

        var type = reference.Parent is IConversionOperation { IsImplicit: true, Type: { } wanted } && NumberUses.IsNumber(wanted) ? wanted : reference.Type;
        var isCompared = use is NumberUse.Compared or NumberUse.Rounded && reference.User() is IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean };
        return type?.SpecialType switch
        {
            SpecialType.System_Double => "",
            SpecialType.System_Decimal => "decimal",
            _ when isCompared => "",
            _ => type?.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat) ?? "int",
        };
    }
}

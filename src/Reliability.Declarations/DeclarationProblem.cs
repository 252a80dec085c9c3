using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>Why a declared number cannot be meant.</summary>
public enum ProblemKind
{
    /// <summary>0.999 where 99.9 is meant.</summary>
    TargetIsRatio,

    /// <summary>Zero, negative or not a number.</summary>
    TargetNotPositive,

    /// <summary>100 or more: nothing may ever fail.</summary>
    TargetLeavesNoBudget,

    /// <summary>A latency target without a threshold, or a threshold without a target.</summary>
    LatencyIncomplete,

    /// <summary>A threshold that is not a time above 0.</summary>
    ThresholdNotPositive,

    /// <summary>Two latency objectives with one threshold.</summary>
    ThresholdTwice,

    /// <summary>A window outside 1 to 90 days.</summary>
    WindowOutOfRange,

    /// <summary>A profile that promises nothing.</summary>
    ProfileIsEmpty,

    /// <summary>A name of nothing but white space.</summary>
    NameIsEmpty,

    /// <summary>There is no method of that name that could judge a result.</summary>
    GoodNotFound,

    /// <summary>There is no result to judge.</summary>
    GoodWithoutResult,

    /// <summary>Zero, negative or no number of events.</summary>
    EventsNotPositive,

    /// <summary>There is no metric to look at.</summary>
    MetricMissing,

    /// <summary>Something that is no name of an instrument.</summary>
    MetricUnreadable,

    /// <summary>An instrument that is not well known, and nobody says whether it is a counter.</summary>
    MetricUnknown,

    /// <summary>Nothing tells good events from bad ones.</summary>
    NoOutcome,

    /// <summary>Two things tell good events from bad ones.</summary>
    SecondOutcome,

    /// <summary>Something that is not a label, an operator and a value.</summary>
    MatcherUnreadable,

    /// <summary>A regular expression that Prometheus cannot read.</summary>
    PatternUnreadable,

    /// <summary>An objective about the latency of what has no durations.</summary>
    LatencyOfCounter,

    /// <summary>An objective about the latency of what is not counted in a unit of time.</summary>
    UnitIsNoTime,

    /// <summary>An objective about latency where another counter tells which events are good.</summary>
    LatencyOfOther,

    /// <summary>Buckets of something that has none.</summary>
    BucketsOfCounter,

    /// <summary>Bounds of buckets that do not ascend, or are no numbers.</summary>
    BucketsNotAscending,

    /// <summary>An argument where the compiler fills in the line and the member: 99,9 instead of 99.9.</summary>
    FilledInByHand,

    /// <summary>A health check that is no method with a name: a lambda, a local function, an accessor, an explicit implementation.</summary>
    CheckHasNoName,

    /// <summary>A health check that returns something that says nothing of health.</summary>
    CheckReturnsOther,

    /// <summary>A health check that takes more than a token.</summary>
    CheckTakesOther,

    /// <summary>A method or a type with type parameters: nobody says which of all it may be.</summary>
    HealthOfGeneric,

    /// <summary>An instance method of a type that no container has an object of.</summary>
    CheckOwnerHasNoObject,

    /// <summary>A method or a type that emitted code cannot see.</summary>
    HealthNotAccessible,

    /// <summary>A group that is no small letters, digits and hyphens.</summary>
    GroupUnreadable,

    /// <summary>A group that has an attribute of its own.</summary>
    GroupHasAttribute,

    /// <summary>The second attribute of one group on one method.</summary>
    GroupTwice,

    /// <summary>A time that a check may take which is none below a second.</summary>
    CheckTimeoutOutOfRange,

    /// <summary>A time for which a result is kept that is below 0.</summary>
    CacheNegative,

    /// <summary>Attributes of one method that say two things of one check.</summary>
    CheckSettingsDiffer,

    /// <summary>A name of one of the checks that a host has anyway.</summary>
    CheckNameReserved,

    /// <summary>A dependency of nothing but white space.</summary>
    DependencyIsEmpty,

    /// <summary>A check of a dependency that is none of the type's methods.</summary>
    DependencyCheckNotFound,

    /// <summary>A check of a dependency of the assembly, which has no methods.</summary>
    DependencyCheckHasNoType,

    /// <summary>A number of a dependency that is below 0.</summary>
    DependencyNumberNegative,

    /// <summary>A silence that is not above 0, or not given.</summary>
    SilenceNotPositive,
}

/// <summary>A problem at an argument of an attribute. Given to whoever asked for problems; never part of a model.</summary>
/// <param name="kind">What is wrong.</param>
/// <param name="attribute">The attribute.</param>
/// <param name="argument">The property of a named argument, or null for the first positional one.</param>
/// <param name="value">The value as people read it.</param>
/// <param name="suggestion">What is probably meant, or null.</param>
/// <param name="place">The argument itself where neither a property nor the first position names it.</param>
public sealed class DeclarationProblem(
    ProblemKind kind, AttributeData attribute, string? argument, string value, string? suggestion = null, SyntaxNode? place = null)
{
    /// <summary>What is wrong.</summary>
    public ProblemKind Kind { get; } = kind;

    /// <summary>The attribute.</summary>
    public AttributeData Attribute { get; } = attribute;

    /// <summary>The property of a named argument, or null for the first positional one.</summary>
    public string? Argument { get; } = argument;

    /// <summary>The value as people read it.</summary>
    public string Value { get; } = value;

    /// <summary>What is probably meant, or null.</summary>
    public string? Suggestion { get; } = suggestion;

    /// <summary>The argument itself where neither a property nor the first position names it.</summary>
    public SyntaxNode? Place { get; } = place;
}

using Microsoft.CodeAnalysis;

namespace Reliability.Declarations.Failover;

/// <summary>Why a failover declaration cannot be honoured.</summary>
public enum FailoverProblemKind
{
    /// <summary>A number outside of its range; the detail is the range.</summary>
    OutOfRange,

    /// <summary>A time of an endpoint that is none; the detail is the range.</summary>
    OutOfRangeAtEdge,

    /// <summary>A time for the attempts of an endpoint, which makes one.</summary>
    AttemptAtEdge,

    /// <summary>A name of nothing but white space.</summary>
    NameIsEmpty,

    /// <summary>An attempt may take as long as the call; the detail is the time of the call.</summary>
    AttemptNotBelowTotal,

    /// <summary>A time for attempts where there is one attempt only.</summary>
    AttemptWithoutRetry,

    /// <summary>The first pause is above the longest; the detail is the longest.</summary>
    DelayAboveMaximum,

    /// <summary>A type that is no exception.</summary>
    NotAnException,

    /// <summary>There is no such method; the detail is the signature that is wanted.</summary>
    FallbackMissing,

    /// <summary>There is one, but of another shape; the detail is the signature that is wanted.</summary>
    FallbackMismatch,

    /// <summary>A fallback that is the method itself.</summary>
    FallbackIsItself,

    /// <summary>A fallback that a call by its name does not arrive at.</summary>
    FallbackUnreachable,

    /// <summary>The method does not return a task; the value is what it returns.</summary>
    NoTask,

    /// <summary>A parameter that cannot be kept for a second attempt; the value is its name.</summary>
    ParameterCannotBeKept,

    /// <summary>Nothing tells the work that its time is over.</summary>
    NoToken,
}

/// <summary>A problem of a failover declaration. Given to whoever asked for problems; never part of a model.</summary>
/// <param name="kind">What is wrong.</param>
/// <param name="attribute">The attribute.</param>
/// <param name="argument">The property of a named argument, or null for the first positional one.</param>
/// <param name="value">The value as people read it.</param>
/// <param name="detail">What the kind says it is.</param>
/// <param name="place">The place where it is not the argument.</param>
public sealed class FailoverProblem(
    FailoverProblemKind kind, AttributeData attribute, string? argument, string value = "", string detail = "", SyntaxNode? place = null)
{
    /// <summary>What is wrong.</summary>
    public FailoverProblemKind Kind { get; } = kind;

    /// <summary>The attribute.</summary>
    public AttributeData Attribute { get; } = attribute;

    /// <summary>The property of a named argument, or null for the first positional one.</summary>
    public string? Argument { get; } = argument;

    /// <summary>The value as people read it.</summary>
    public string Value { get; } = value;

    /// <summary>What the kind says it is.</summary>
    public string Detail { get; } = detail;

    /// <summary>The place where it is not the argument.</summary>
    public SyntaxNode? Place { get; } = place;
}

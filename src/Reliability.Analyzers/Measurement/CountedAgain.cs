using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Measurement;

/// <summary>What is counted a second time.</summary>
/// <param name="Place">The smallest span.</param>
/// <param name="Severity">How sure it is that both counts are not meant.</param>
/// <param name="Text">The consequence and the cure.</param>
/// <param name="Core">What to call instead, or null.</param>
internal sealed record CountedAgain(Location Place, DiagnosticSeverity Severity, string Text, string? Core = null)
{
    /// <summary>A function that calls itself by the name under which it is measured.</summary>
    public static CountedAgain Itself(IInvocationOperation call, SyntaxToken name, string operation, string? core) => new(
        name.GetLocation(),
        DiagnosticSeverity.Warning,
        "'" + name.ValueText + "' calls itself by its measured name, so each round is an event of its own of '" + operation + "'; "
            + (core is null ? "move the work to a function without an [Slo], and call that" : "call '" + core + "'"),
        call.Arguments.All(argument => argument.ArgumentKind is ArgumentKind.Explicit or ArgumentKind.ParamArray) ? core : null);

    /// <summary>Code that measures what is measured around it.</summary>
    public static CountedAgain ByHand(IPropertyReferenceOperation site, string operation) => new(
        site.Syntax.GetLocation(),
        DiagnosticSeverity.Warning,
        "'" + operation + "' is measured around this code already, so each of its events counts twice; do the work without " + site.Syntax);

    /// <summary>Whether a call is a part of the path that it is in: made by the body itself, or by a lambda that another call
    /// takes for which the body waits. Work that is only started is an event of its own.</summary>
    public static bool IsOnPath(IInvocationOperation call, IOperation? body, Knowledge knowledge)
    {
        if (knowledge.Core.IsTask(call.Type) && !call.IsWaitedForOrReturned())
            return false;

        for (var function = call.Function(); function is not null && function != body; function = function.Function())
        {
            if (function is not IAnonymousFunctionOperation { Parent: { } user }
                || (user is IDelegateCreationOperation creation ? creation.Parent : user) is not IArgumentOperation { Parent: IInvocationOperation taker }
                || (knowledge.Core.IsTask(taker.Type) && !taker.IsWaitedForOrReturned()))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a call is made on the object that makes it, or on none.</summary>
    public static bool IsOnItself(IInvocationOperation call) =>
        call.Instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };
}

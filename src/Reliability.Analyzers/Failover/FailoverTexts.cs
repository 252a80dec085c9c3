using Microsoft.CodeAnalysis;
using Reliability.Declarations;
using Reliability.Declarations.Failover;

namespace Reliability.Analyzers.Failover;

/// <summary>Says why a failover declaration is not carried out, and what to do.</summary>
internal static class FailoverTexts
{
    public static string Of(FailoverProblem problem) => problem.Kind switch
    {
        FailoverProblemKind.OutOfRange => problem.Value + " is not " + problem.Detail + ", so nothing of what the method declares is carried out",
        FailoverProblemKind.OutOfRangeAtEdge => problem.Value + " is not " + problem.Detail + ", so the endpoint has no time limit",
        FailoverProblemKind.AttemptAtEdge => "The time of an endpoint is that of the whole request, which knows no attempts; leave AttemptMilliseconds out, or put [Timeout] and [Retry] on a method that the endpoint calls",
        FailoverProblemKind.NameIsEmpty => "The name is empty, so no metric could say whose it is; leave it out to name it after the operation",
        FailoverProblemKind.AttemptNotBelowTotal => "An attempt may take " + problem.Value + " ms and the whole call " + problem.Detail
            + ", so no attempt ends before the call does and none is ever made again; give an attempt less",
        FailoverProblemKind.AttemptWithoutRetry => "There is one attempt only, whose time is that of the call; leave AttemptMilliseconds out, or add [Retry]",
        FailoverProblemKind.DelayAboveMaximum => "The first pause of " + problem.Value + " ms is above the longest of " + problem.Detail
            + ", so no pause is what somebody wrote; raise MaxDelayMilliseconds or lower DelayMilliseconds",
        FailoverProblemKind.NotAnException => "'" + problem.Value + "' is no exception, so nothing is ever thrown that it names; name exceptions",
        FailoverProblemKind.FallbackMissing => "There is no '" + problem.Value + "' to answer when the call fails; add: " + problem.Detail,
        FailoverProblemKind.FallbackMismatch => "'" + problem.Value + "' cannot answer in the place of the call; give it this signature, with an Exception as last parameter if it wants to know: " + problem.Detail,
        FailoverProblemKind.FallbackUnreachable => "A call of '" + problem.Value + "' would not reach the method that fits: it is forbidden as obsolete or experimental, or something nearer has its name, a parameter or a member of a derived class; give it a name of its own",
        FailoverProblemKind.FallbackIsItself => "'" + problem.Value + "' would answer its own failure by failing again, for ever; name another method: " + problem.Detail,
        FailoverProblemKind.NoTask => "'" + problem.Detail + "' returns " + problem.Value + ", so nothing can wait, try again or give up in its place; return a Task or a ValueTask",
        FailoverProblemKind.ParameterCannotBeKept when problem.Value == "this" => "'" + problem.Detail
            + "' belongs to a structure, so an attempt would work on a copy and what it changes would be lost; make the structure readonly, or a class",
        FailoverProblemKind.ParameterCannotBeKept => "'" + problem.Value + "' of '" + problem.Detail
            + "' is a reference, a pointer or lives on the stack, so it is gone by the time of another attempt; take it by value",
        FailoverProblemKind.NoToken => "'" + problem.Value + "' takes no CancellationToken, so nothing tells it that its time is over and it goes on; add one, and pass it on",
        _ => "This cannot be carried out",
    };

    /// <summary>What keeps a body from standing around the method.</summary>
    public static string Unreached(IMethodSymbol method, Reach reach, string attribute)
    {
        var name = method.Name.Length > 0 ? "'" + method.Name + "'" : "The lambda";
        return reach.Kind switch
        {
            ReachKind.NoCore => "There is no '" + reach.Detail + "' with the parameters and return type of " + name + " to do its work, so [" + attribute + "] is around nothing; add it",
            ReachKind.AlreadyImplemented => name + " has a body already, so none that carries out [" + attribute + "] can be generated; rename that body to '" + method.Name + "Core' and drop its partial",
            ReachKind.OwnerIsClosed => "'" + reach.Detail + "' is not partial or is file-local, so the body that carries out [" + attribute + "] cannot be generated; make it a partial type that other files can see",
            ReachKind.NoRuntime => "Package " + reach.Detail + " is not referenced, so nothing carries out [" + attribute + "]; add it: dotnet add package " + reach.Detail,
            ReachKind.NoBody or ReachKind.Decorator or ReachKind.NotDecorable => name + " has no body here, so [" + attribute + "] is around nothing; put it on the method that does the work",
            _ when method.MethodKind != MethodKind.Ordinary => "Nothing can be put around " + (method.Name.Length > 0 ? name : "the lambda") + ", so [" + attribute + "] does nothing; move the work to a partial method and put it there",
            _ => name + " is not partial, so nothing is put around its body and [" + attribute + "] does nothing; make it partial",
        };
    }

    /// <summary>What is missing.</summary>
    public static string NoPackage(IMethodSymbol method, string attribute) => "Package " + FailoverTypes.Package + " is not referenced, so nothing carries out the ["
        + attribute + "] of '" + method.Name + "'; add it: dotnet add package " + FailoverTypes.Package;

    /// <summary>A type that nothing calls from outside.</summary>
    public static string NoEndpoint(INamedTypeSymbol type) => "'" + type.Name
        + "' is neither a controller (public, not nested, not generic) nor a gRPC service or page model, so nothing limits the time of its methods; put [Timeout] on its partial methods";

    /// <summary>An attribute as people write it.</summary>
    public static string Name(AttributeData attribute) => attribute.AttributeClass!.Name.Replace("Attribute", "");
}

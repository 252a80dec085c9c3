using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;
using Reliability.Declarations.Health;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Says what follows from a declaration about health that cannot be honoured.</summary>
internal static class HealthProblemTexts
{
    /// <summary>What is wrong where nothing asks any check.</summary>
    public const string NoRuntime = "Nothing honours this: the package Reliability is not referenced, so no probe asks and no silence is noticed; reference it, "
        + "or Reliability.AspNetCore, or leave the attribute out";

    /// <summary>Whether a declaration means nothing without a runtime. A dependency still tells the reader something.</summary>
    public static bool NeedsRuntime(HealthDeclaration declaration) =>
        !HealthAttributes.IsDependency(declaration.Data) || declaration.Data.Text("Check") is not null;

    /// <summary>What is wrong with a declaration.</summary>
    public static string Of(DeclarationProblem problem, HealthDeclaration declaration) => problem.Kind switch
    {
        ProblemKind.NameIsEmpty => "The name is empty, so no probe or alert could say what is wrong; leave it out to take that of the symbol",
        ProblemKind.CheckHasNoName => "Nothing else can call this by a name, so no probe asks it; put the attribute on a method of a type",
        ProblemKind.CheckReturnsOther => "'" + problem.Value + "' says nothing of health, so no probe asks this; return bool or HealthCheckResult, a Task or ValueTask of one of them, or a plain one",
        ProblemKind.CheckTakesOther => "No probe has arguments for '" + problem.Value + "', so none asks it; take nothing, or a CancellationToken",
        ProblemKind.HealthOfGeneric => "'" + problem.Value + "' has type parameters, and nothing says which of all is meant, so " + Consequence(declaration) + "; put it where there are none",
        ProblemKind.CheckOwnerHasNoObject => "No container has an object of just '" + problem.Value
            + "', so no probe asks this; make the method static, or put it on the class or interface that is registered",
        ProblemKind.HealthNotAccessible => "The rest of the assembly cannot see '" + problem.Value + "', and emitted code is there, so " + Consequence(declaration) + "; make it internal",
        ProblemKind.GroupUnreadable => "'" + problem.Value + "' cannot be the end of a path below /health; write small letters, digits and hyphens",
        ProblemKind.GroupHasAttribute => "'" + problem.Value + "' has a meaning everywhere, and an attribute of its own; write [" + problem.Suggestion + "]",
        ProblemKind.GroupTwice => "The check is in the group '" + problem.Value + "' already; leave this attribute out",
        ProblemKind.CheckTimeoutOutOfRange => problem.Value + " ms is no time for a check: the kubelet gives up after 1000 ms, whatever the answer is; write 1 to 999, or leave it out",
        ProblemKind.CacheNegative => problem.Value + " ms is no time for which a result can be kept; write 0 to ask each time, or leave it out",
        ProblemKind.CheckSettingsDiffer => "The attributes of a method make one check, and another of them says " + problem.Value + " = " + problem.Suggestion + "; say it once",
        ProblemKind.CheckNameReserved => "AddReliability() adds a check of the name '" + problem.Value + "', and no host starts with two of one name; give this one a name of its own",
        ProblemKind.DependencyIsEmpty => "The dependency has no name, so no check, budget or metric can be found for it; name it as they spell it",
        ProblemKind.DependencyCheckNotFound => "'" + problem.Suggestion + "' has no method '" + problem.Value + "', so nothing checks the dependency; write nameof(…) of one that it has",
        ProblemKind.DependencyCheckHasNoType => "An assembly has no methods, so nothing checks the dependency; put this attribute on the type that has '" + problem.Value + "'",
        ProblemKind.DependencyNumberNegative => problem.Value + " is less than none; write what is meant, or leave it out",
        _ => problem.Value + " s is no silence that tells a hung loop from a working one, so there is no heartbeat; MaxSilenceSeconds is longer than the longest round, pauses included",
    };

    /// <summary>What is wrong with a name that another declaration has.</summary>
    public static string Clash(string name, HealthDeclaration declaration, AttributeSyntax other) => HealthAttributes.IsHeartbeat(declaration.Data)
        ? "'" + name + "' is also the heartbeat at " + Place(other) + ", and one loop would hide the silence of the other, so neither is watched; give one of them a Name of its own"
        : "'" + name + "' is also the name of the check at " + Place(other) + ", and no host starts with two of one name, so neither is asked; give one of them a Name of its own";

    private static string Consequence(HealthDeclaration declaration) =>
        HealthAttributes.IsHeartbeat(declaration.Data) ? "there is no heartbeat" : "no probe asks it";

    private static string Place(AttributeSyntax declaration)
    {
        var place = declaration.GetLocation().GetLineSpan();
        var file = place.Path.Substring(place.Path.LastIndexOfAny(['/', '\\']) + 1);
        return file + ":" + (place.StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture);
    }
}

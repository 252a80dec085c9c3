using System.Globalization;
using Microsoft.CodeAnalysis;
using Reliability.Model;

namespace Reliability.Declarations.Health;

/// <summary>Reads a <c>[Heartbeat]</c>.</summary>
public static class HeartbeatReader
{
    /// <summary>The emitted class that holds the heartbeats of an assembly.</summary>
    public const string Heartbeats = "Heartbeats";

    private const string SilenceArgument = "MaxSilenceSeconds";
    private const string NameArgument = "Name";
    private const string IdleArgument = "MayIdle";

    // A millisecond, and thirty years.
    private const double Shortest = 0.001;
    private const double Longest = 1e9;

    /// <summary>The heartbeat that an attribute declares, or null when it cannot be meant.</summary>
    /// <param name="type">The class that carries it.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="report">Receives each problem.</param>
    public static HeartbeatDeclaration? Read(INamedTypeSymbol type, AttributeData attribute, Action<DeclarationProblem>? report = null)
    {
        if (attribute.IsBroken())
            return null;

        var problems = new HealthProblems(report);
        var seconds = attribute.Named(SilenceArgument)?.Value as double? ?? 0;
        if (!(seconds >= Shortest && seconds <= Longest))
            problems.Add(ProblemKind.SilenceNotPositive, attribute, SilenceArgument, seconds.ToString(CultureInfo.InvariantCulture));

        var name = attribute.Text(NameArgument);
        if (name is not null && string.IsNullOrWhiteSpace(name))
            problems.Add(ProblemKind.NameIsEmpty, attribute, NameArgument, name);

        if (CheckMethods.Generic(type) is { } generic)
            problems.Add(ProblemKind.HealthOfGeneric, attribute, HealthProblems.Whole, generic.Name);
        else if (HealthAccess.Closed(type) is { } closed)
            problems.Add(ProblemKind.HealthNotAccessible, attribute, HealthProblems.Whole, closed.Name);

        return problems.Any
            ? null
            : new(
                name ?? DefaultName(type),
                Identifier(name ?? type.Name),
                type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                seconds,
                attribute.Named(IdleArgument)?.Value as bool? == true);
    }

    private static string DefaultName(INamedTypeSymbol type) => KebabCase.From(type.Name) is { Length: > 0 } name ? name : type.Name;

    private static string Identifier(string name) =>
        OperationNames.Identifier(name) is var identifier && identifier == Heartbeats ? identifier + "_" : OperationNames.Identifier(name);
}

using System.Globalization;
using Microsoft.CodeAnalysis;
using Reliability.Model;

namespace Reliability.Declarations.Health;

/// <summary>Reads a <c>[DependsOn]</c> and finds the method that checks the dependency.</summary>
public static class DependencyReader
{
    private const string CheckArgument = "Check";

    /// <summary>The dependency that an attribute declares, or null when it cannot be meant.</summary>
    /// <param name="target">What carries the attribute.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="report">Receives each problem.</param>
    public static DependencyDeclaration? Read(ISymbol target, AttributeData attribute, Action<DeclarationProblem>? report = null)
    {
        if (attribute.IsBroken())
            return null;

        var problems = new HealthProblems(report);
        var name = attribute.FirstText() ?? "";
        if (string.IsNullOrWhiteSpace(name))
            problems.Add(ProblemKind.DependencyIsEmpty, attribute, null, name);

        FindNegative(attribute, problems);
        var check = Check(target, attribute, problems);
        if (check is not null && OwnChecks.Contains(name))
            problems.Add(ProblemKind.CheckNameReserved, attribute, null, name);

        return problems.Any ? null : new(name, attribute.Named("Required")?.Value as bool? != false, check);
    }

    /// <summary>The method that an attribute names as the check, or null.</summary>
    /// <param name="target">What carries the attribute.</param>
    /// <param name="attribute">The attribute.</param>
    public static IMethodSymbol? CheckOf(ISymbol target, AttributeData attribute) =>
        attribute.Text(CheckArgument) is { } name ? Candidates(target, name).FirstOrDefault(method => CheckMethods.Problem(method, out _) is null) : null;

    private static CheckMethod? Check(ISymbol target, AttributeData attribute, HealthProblems problems)
    {
        if (attribute.Text(CheckArgument) is not { } name)
            return null;

        if (target is IAssemblySymbol)
        {
            problems.Add(ProblemKind.DependencyCheckHasNoType, attribute, CheckArgument, name);
            return null;
        }

        if (CheckOf(target, attribute) is { } check)
            return CheckMethods.Of(check);

        var detail = name;
        var first = Candidates(target, name).FirstOrDefault();
        var kind = first is null ? ProblemKind.DependencyCheckNotFound : CheckMethods.Problem(first, out detail) ?? ProblemKind.DependencyCheckNotFound;
        var suggestion = kind switch
        {
            ProblemKind.DependencyCheckNotFound => TypeOf(target)?.Name,
            ProblemKind.HealthNotAccessible => CheckMethods.Openable(first!),
            _ => null,
        };
        problems.Add(kind, attribute, CheckArgument, detail, suggestion);
        return null;
    }

    /// <summary>The methods of a name, those that take a token first.</summary>
    private static IEnumerable<IMethodSymbol> Candidates(ISymbol target, string name) =>
        TypeOf(target)?.GetMembers(name).OfType<IMethodSymbol>().OrderByDescending(method => method.Parameters.Length == 1) ?? Enumerable.Empty<IMethodSymbol>();

    private static INamedTypeSymbol? TypeOf(ISymbol target) => target as INamedTypeSymbol ?? target.ContainingType;

    private static void FindNegative(AttributeData attribute, HealthProblems problems)
    {
        if (attribute.Named("TimeoutMilliseconds")?.Value is double timeout && !(timeout >= 0))
            problems.Add(ProblemKind.DependencyNumberNegative, attribute, "TimeoutMilliseconds", timeout.ToString(CultureInfo.InvariantCulture));

        if (attribute.Named("MaxAttempts")?.Value is int attempts && attempts < 0)
            problems.Add(ProblemKind.DependencyNumberNegative, attribute, "MaxAttempts", attempts.ToString(CultureInfo.InvariantCulture));
    }
}

using System.Globalization;
using Microsoft.CodeAnalysis;
using Reliability.Model;

namespace Reliability.Declarations.Health;

/// <summary>Reads a method that <c>[Liveness]</c>, <c>[Readiness]</c>, <c>[Startup]</c> or <c>[HealthGroup]</c> make a health check: one,
/// however many of them it carries.</summary>
public static class CheckReader
{
    private const int MaxTimeout = 999;
    private const string NameArgument = "Name";
    private const string TimeoutArgument = "TimeoutMilliseconds";
    private const string CacheArgument = "CacheMilliseconds";
    private const string OptionalArgument = "Optional";

    private static readonly string[] s_settings = [NameArgument, TimeoutArgument, CacheArgument, OptionalArgument];

    // As the tags of the ecosystem, and the attribute that says it.
    private static readonly Dictionary<string, string> s_groups = new(StringComparer.OrdinalIgnoreCase)
    {
        ["live"] = "Liveness",
        ["ready"] = "Readiness",
        ["startup"] = "Startup",
    };

    /// <summary>The check that a method is, or null when it cannot be one.</summary>
    /// <param name="target">What carries the attributes.</param>
    /// <param name="report">Receives each problem.</param>
    public static CheckDeclaration? Read(ISymbol target, Action<DeclarationProblem>? report = null)
    {
        var attributes = HealthAttributes.ChecksOf(target);
        if (attributes.Count == 0 || target is not IMethodSymbol method || attributes.Any(Attributes.IsBroken))
            return null;

        var problems = new HealthProblems(report);
        if (CheckMethods.Problem(method, out var detail) is { } problem)
            problems.Add(problem, attributes[0], HealthProblems.Whole, detail, problem == ProblemKind.HealthNotAccessible ? CheckMethods.Openable(method) : null);

        var groups = Groups(attributes, problems);
        FindDifferences(attributes, problems);
        var name = Name(method, attributes, problems);
        var timeout = Number(attributes, TimeoutArgument, value => value is >= 1 and <= MaxTimeout, ProblemKind.CheckTimeoutOutOfRange, problems);
        var cache = Number(attributes, CacheArgument, value => value >= -1, ProblemKind.CacheNegative, problems);
        return problems.Any
            ? null
            : new()
            {
                Name = name,
                Groups = groups,
                TimeoutMilliseconds = timeout,
                CacheMilliseconds = cache >= 0 ? cache : null,
                IsOptional = Given(attributes, OptionalArgument)?.Value.Value as bool? == true,
                Method = CheckMethods.Of(method),
            };
    }

    /// <summary>The name of a check that is not given one.</summary>
    /// <param name="method">The method.</param>
    public static string DefaultName(IMethodSymbol method) =>
        KebabCase.From(OperationNames.WithoutSuffix(method.Name, "Async")) is { Length: > 0 } name ? name : method.Name;

    private static string Name(IMethodSymbol method, IReadOnlyList<AttributeData> attributes, HealthProblems problems)
    {
        var given = Given(attributes, NameArgument);
        var name = given?.Value.Value as string ?? DefaultName(method);
        if (given is { Attribute: var attribute } && string.IsNullOrWhiteSpace(name))
            problems.Add(ProblemKind.NameIsEmpty, attribute, NameArgument, "");
        else if (OwnChecks.Contains(name))
            problems.Add(ProblemKind.CheckNameReserved, given?.Attribute ?? attributes[0], NameArgument, name);

        return name;
    }

    private static EquatableArray<string> Groups(IReadOnlyList<AttributeData> attributes, HealthProblems problems)
    {
        var groups = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            if (Group(attribute, problems) is { } group && !groups.Add(group))
                problems.Add(ProblemKind.GroupTwice, attribute, null, group);
        }

        return groups.ToEquatableArray();
    }

    private static string? Group(AttributeData attribute, HealthProblems problems)
    {
        if (!attribute.Is(TypeNames.HealthGroup))
            return attribute.Is(TypeNames.Liveness) ? "live" : attribute.Is(TypeNames.Readiness) ? "ready" : "startup";

        var group = attribute.FirstText() ?? "";
        if (s_groups.TryGetValue(group, out var own))
            problems.Add(ProblemKind.GroupHasAttribute, attribute, null, group, own);
        else if (!IsReadable(group))
            problems.Add(ProblemKind.GroupUnreadable, attribute, null, group, KebabOf(group));
        else
            return group;

        return null;
    }

    /// <summary>What may be a part of a path and a tag everywhere.</summary>
    private static bool IsReadable(string group) => group.Length > 0 && group.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private static string? KebabOf(string group) => KebabCase.From(group) is var name && IsReadable(name) && !s_groups.ContainsKey(name) ? name : null;

    /// <summary>What two attributes give the same check must be the same: there is one check, of several groups.</summary>
    private static void FindDifferences(IReadOnlyList<AttributeData> attributes, HealthProblems problems)
    {
        foreach (var setting in s_settings)
        {
            object? first = null;
            foreach (var attribute in attributes)
            {
                if (attribute.Named(setting)?.Value is not { } value)
                    continue;

                first ??= value;
                if (!first.Equals(value))
                    problems.Add(ProblemKind.CheckSettingsDiffer, attribute, setting, setting, Convert.ToString(first, CultureInfo.InvariantCulture));
            }
        }
    }

    private static int? Number(
        IReadOnlyList<AttributeData> attributes, string setting, Func<int, bool> isMeant, ProblemKind kind, HealthProblems problems)
    {
        int? meant = null;
        foreach (var attribute in attributes)
        {
            if (attribute.Named(setting)?.Value is not int value)
                continue;

            if (isMeant(value))
                meant ??= value;
            else
                problems.Add(kind, attribute, setting, value.ToString(CultureInfo.InvariantCulture));
        }

        return meant;
    }

    private static (AttributeData Attribute, TypedConstant Value)? Given(IReadOnlyList<AttributeData> attributes, string setting)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Named(setting) is { IsNull: false } value)
                return (attribute, value);
        }

        return null;
    }
}

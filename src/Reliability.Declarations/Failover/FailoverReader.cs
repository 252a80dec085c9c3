using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Model;

namespace Reliability.Declarations.Failover;

/// <summary>Turns <c>[Timeout]</c>, <c>[Retry]</c>, <c>[CircuitBreaker]</c>, <c>[Fallback]</c> and <c>[Capacity]</c> on a partial method into
/// a declaration: the one reader, for generators and analyzers alike.</summary>
public static class FailoverReader
{
    private const double DayMilliseconds = 86_400_000;
    private const double DaySeconds = 86_400;
    private const string TimeRange = "a time above 0 and at most a day (86400000)";
    private const string PercentRange = "a percentage above 0 and at most 100";
    private const string SecondsRange = "a time from 0.5 seconds to a day (86400)";

    /// <summary>A partial method that these attributes alone, without an <c>[Slo]</c>, ask a body for; null when it is another attribute's
    /// to read, or no body can be written.</summary>
    /// <param name="target">What carries the attribute.</param>
    /// <param name="node">Its declaration.</param>
    /// <param name="attribute">One of <see cref="FailoverTypes.Owners"/>.</param>
    public static OperationDeclaration? ReadAlone(ISymbol target, SyntaxNode node, AttributeData attribute)
    {
        if (OperationReader.WantsBody(target, node) is not { } partial || target is not IMethodSymbol method
            || OperationReader.PromisesOf(method).Count > 0 || !IsOwner(method, attribute))
        {
            return null;
        }

        return new()
        {
            Operation = null,
            Position = OperationReader.Position(node, attribute),
            Method = PartialMethodReader.Read(method, partial, good: null),
            Failover = Read(method, node, slo: null),
        };
    }

    /// <summary>Whether an attribute is the one that stands for all of a method's: the first of <see cref="FailoverTypes.Owners"/>.</summary>
    /// <param name="method">The method.</param>
    /// <param name="attribute">The attribute.</param>
    public static bool IsOwner(ISymbol method, AttributeData attribute) => Owner(method) == attribute;

    /// <summary>The attribute that stands for all of a method's, or null.</summary>
    /// <param name="method">The method.</param>
    public static AttributeData? Owner(ISymbol method)
    {
        foreach (var name in FailoverTypes.Owners)
        {
            if (method.Find(name) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>What the attributes of a method say; null when there are none, or when they cannot be honoured.</summary>
    /// <param name="method">The method, as it is declared.</param>
    /// <param name="node">Its declaration.</param>
    /// <param name="slo">Its <c>[Slo]</c>, which may name the operation; or null.</param>
    /// <param name="report">Receives each problem.</param>
    public static FailoverDeclaration? Read(IMethodSymbol method, SyntaxNode node, AttributeData? slo, Action<FailoverProblem>? report = null)
    {
        if (Owner(method) is not { } owner)
            return null;

        var isWhole = true;
        var retry = Part(method, FailoverTypes.Retry, report, ref isWhole, (numbers, attribute) => Retry(numbers, method));
        var breaker = Part(method, FailoverTypes.CircuitBreaker, report, ref isWhole, (numbers, attribute) => Breaker(numbers));
        var fallback = Part(method, FailoverTypes.Fallback, report, ref isWhole, (numbers, attribute) => FallbackReader.Read(method, attribute, numbers));

        var isEdge = IsLeftToEdge(method);
        var timeout = isEdge ? null : Part(method, FailoverTypes.Timeout, report, ref isWhole, (numbers, attribute) => Timeout(numbers, attribute, method));
        var capacity = isEdge ? null : Part(method, FailoverTypes.Capacity, report, ref isWhole, (numbers, attribute) => Capacity(numbers));
        isWhole &= CanBeGuarded(method, owner, report);
        var declaration = new FailoverDeclaration
        {
            Operation = slo is null ? OperationNames.Default(method, node) : OperationNames.Of(method, node, slo),
            Timeout = timeout,
            Retry = retry,
            CircuitBreaker = breaker,
            Fallback = fallback,
            Capacity = capacity,
            Result = ReturnShapes.Of(method) == ReturnShape.TaskOfResult ? ReturnShapes.Result(method)?.ToDisplayString(SymbolFormats.Source) : null,
            Parameters = method.Parameters.Select(parameter => PartialMethodReader.Escape(parameter.Name)).ToEquatableArray(),
            IsCoreStatic = CoreMethods.Find(method) is { IsStatic: true },
        };
        return isWhole && !declaration.IsEmpty ? declaration : null;
    }

    /// <summary>Whether the time and the admission of a partial method are carried out at the HTTP edge, since it is an endpoint itself. There they would
    /// cut off a fallback as well.</summary>
    /// <param name="method">The method.</param>
    public static bool IsLeftToEdge(IMethodSymbol method) =>
        EndpointShapes.IsGrpcMethod(method) || (EndpointShapes.IsAction(method) && method.Find(FailoverTypes.Fallback) is null);

    /// <summary>Says what a <c>[Timeout]</c> that the HTTP edge carries out cannot mean.</summary>
    /// <param name="attribute">The attribute, of an endpoint whose body does not carry it out, or of a class of endpoints.</param>
    /// <param name="report">Receives each problem.</param>
    public static void ReadAtEdge(AttributeData attribute, Action<FailoverProblem> report)
    {
        if (attribute.IsBroken())
            return;

        if (attribute.FirstNumber() is { } total && !IsTime(total))
            report(new(FailoverProblemKind.OutOfRangeAtEdge, attribute, null, FailoverNumbers.Show(total), TimeRange));

        if (attribute.Named("AttemptMilliseconds")?.Value is double and not 0d)
            report(new(FailoverProblemKind.AttemptAtEdge, attribute, "AttemptMilliseconds"));
    }

    private static T? Part<T>(
        IMethodSymbol method, string name, Action<FailoverProblem>? report, ref bool isWhole, Func<FailoverNumbers, AttributeData, T?> read)
        where T : class
    {
        if (method.Find(name) is not { } attribute)
            return null;

        var numbers = new FailoverNumbers(attribute, report);
        var part = numbers.IsBroken ? null : read(numbers, attribute);
        isWhole &= !numbers.IsBroken;
        return part;
    }

    private static TimeoutDeclaration Timeout(FailoverNumbers numbers, AttributeData attribute, IMethodSymbol method)
    {
        var total = numbers.Number(null, 0, IsTime, TimeRange);
        if (!method.Parameters.Any(PartialMethodReader.IsCancellationToken))
            numbers.Refuse(FailoverProblemKind.NoToken, null, method.Name, "", attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax syntax ? syntax.Name : null);

        // 0 is the default, and says nothing where it is written too.
        if (attribute.Named("AttemptMilliseconds")?.Value is not double or 0d)
            return new(total, null);

        var attempt = numbers.Number("AttemptMilliseconds", 0, IsTime, TimeRange);
        if (method.Find(FailoverTypes.Retry) is null)
            numbers.Refuse(FailoverProblemKind.AttemptWithoutRetry, "AttemptMilliseconds", FailoverNumbers.Show(attempt));
        else if (IsTime(attempt) && attempt >= total)
            numbers.Refuse(FailoverProblemKind.AttemptNotBelowTotal, "AttemptMilliseconds", FailoverNumbers.Show(attempt), FailoverNumbers.Show(total));

        return new(total, attempt);
    }

    private static RetryDeclaration Retry(FailoverNumbers numbers, IMethodSymbol method)
    {
        var attempts = numbers.Whole("MaxAttempts", 3, 2, 10, "a number of attempts from 2 to 10, the first one included");
        var delay = numbers.Number("DelayMilliseconds", 100, IsTime, TimeRange);
        var most = numbers.Number("MaxDelayMilliseconds", 2000, IsTime, TimeRange);
        if (IsTime(delay) && IsTime(most) && delay > most)
            numbers.Refuse(FailoverProblemKind.DelayAboveMaximum, "DelayMilliseconds", FailoverNumbers.Show(delay), FailoverNumbers.Show(most));

        var budget = numbers.Number("BudgetPercent", 10, IsPercent, PercentRange);
        return new(attempts, delay, most, budget, numbers.Name("Dependency") ?? OneDependency(method), numbers.Exceptions("On"));
    }

    private static BreakerDeclaration Breaker(FailoverNumbers numbers) => new(
        numbers.Number("FailurePercent", 50, IsPercent, PercentRange),
        numbers.Whole("MinimumCalls", 20, 2, int.MaxValue, "a number of calls of 2 or above"),
        numbers.Number("SamplingSeconds", 30, IsSeconds, SecondsRange),
        numbers.Number("BreakSeconds", 5, IsSeconds, SecondsRange),
        numbers.Name("Name"));

    /// <summary>What its numbers cannot mean, another rule says; here they limit nothing.</summary>
    private static CapacityDeclaration? Capacity(FailoverNumbers numbers)
    {
        var quiet = new CapacityDeclaration(
            numbers.Whole("MaxConcurrency", 0, int.MinValue, int.MaxValue, ""),
            numbers.Whole("QueueLimit", 0, int.MinValue, int.MaxValue, ""),
            numbers.Whole("QueueMilliseconds", 100, int.MinValue, int.MaxValue, ""),
            numbers.Flag("Adaptive"),
            numbers.Whole("MinConcurrency", 1, int.MinValue, int.MaxValue, ""));
        return quiet is { MaxConcurrency: > 0, QueueLimit: >= 0, QueueMilliseconds: > 0, MinConcurrency: > 0 } && quiet.MinConcurrency <= quiet.MaxConcurrency ? quiet : null;
    }

    private static bool CanBeGuarded(IMethodSymbol method, AttributeData owner, Action<FailoverProblem>? report)
    {
        var problems = new List<FailoverProblem>();
        var name = (owner.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.Name;
        if (method.ReturnType.TypeKind != TypeKind.Error && ReturnShapes.Of(method) is not (ReturnShape.Task or ReturnShape.TaskOfResult))
            problems.Add(new(FailoverProblemKind.NoTask, owner, null, method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), method.Name, name));

        foreach (var parameter in method.Parameters)
        {
            if (!CanBeKept(parameter))
                problems.Add(new(FailoverProblemKind.ParameterCannotBeKept, owner, null, parameter.Name, method.Name, name));
        }

        // What a structure changes about itself in an attempt would be changed in a copy.
        if (method is { IsStatic: false, ContainingType.IsRefLikeType: true } or { IsStatic: false, ContainingType.IsValueType: true, IsReadOnly: false })
            problems.Add(new(FailoverProblemKind.ParameterCannotBeKept, owner, null, "this", method.Name, name));

        foreach (var problem in problems)
            report?.Invoke(problem);

        return problems.Count == 0 && method.ReturnType.TypeKind != TypeKind.Error;
    }

    private static bool CanBeKept(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None
        && !parameter.Type.IsRefLikeType
        && parameter.Type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer)
        && !(parameter.Type is ITypeParameterSymbol type && PartialMethodReader.AllowsRefStructs(type));

    private static string? OneDependency(IMethodSymbol method)
    {
        var names = method.GetAttributes().Where(attribute => attribute.Is(TypeNames.DependsOn)).Select(attribute => attribute.FirstText()).ToList();
        return names.Count == 1 && !string.IsNullOrWhiteSpace(names[0]) ? names[0] : null;
    }

    private static bool IsTime(double milliseconds) => milliseconds is > 0 and <= DayMilliseconds;

    private static bool IsPercent(double percent) => percent is > 0 and <= 100;

    private static bool IsSeconds(double seconds) => seconds is >= 0.5 and <= DaySeconds;
}

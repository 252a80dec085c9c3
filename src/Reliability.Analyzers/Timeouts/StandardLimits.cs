using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Compares the options of the standard resilience handler, which are validated when the client is first made: what
/// contradicts throws <c>OptionsValidationException</c>.</summary>
internal static class StandardLimits
{
    // https://learn.microsoft.com/dotnet/core/resilience/http-resilience#standard-resilience-handler-defaults
    private const int DefaultAttempt = 10;
    private const int DefaultTotal = 30;
    private const int DefaultSampling = 30;

    public static void Check(Site site, IInvocationOperation call, INamedTypeSymbol options)
    {
        var lambda = call.Arguments.Select(argument => ClientLimits.Lambda(argument.Value)).FirstOrDefault(function => function is not null);
        if (lambda is not { Symbol.Parameters: [var parameter, ..] } || !CoreTypes.Same(parameter.Type, options))
            return;

        var read = new Options(parameter, site);
        foreach (var statement in lambda.Body.Operations)
        {
            if (!read.Add(statement))
                return;
        }

        var isAlone = IsOnly(call);
        var attempt = read.Of("AttemptTimeout", DefaultAttempt, isAlone);
        var total = read.Of("TotalRequestTimeout", DefaultTotal, isAlone);
        var sampling = read.Of("CircuitBreaker", DefaultSampling, isAlone);
        if (attempt is (var one, var onePlace) && total is (var all, var allPlace) && one >= all)
        {
            site.Report(
                (onePlace ?? allPlace)!,
                "The limit of an attempt, " + Durations.Text(one) + ", is not below the total of " + Durations.Text(all) + ": "
                + (one > all ? "the client throws OptionsValidationException when it is made" : "a slow attempt is never tried again"));
        }
        else if (attempt is (var once, var oncePlace) && sampling is (var window, var windowPlace) && window.Ticks < once.Ticks * 2)
        {
            site.Report(
                (oncePlace ?? windowPlace)!,
                "The limit of an attempt, " + Durations.Text(once) + ", is more than half of the circuit breaker's sampling duration of " + Durations.Text(window)
                + ": the client throws OptionsValidationException when it is made");
        }
    }

    /// <summary>Whether nothing else in the chain configures the same options, so that what is not set has its
    /// default.</summary>
    private static bool IsOnly(IInvocationOperation call) =>
        call.TargetMethod.Name == "AddStandardResilienceHandler"
            ? call.User() is not IInvocationOperation
            : PolicyTimes.Receiver(call)?.Unwrapped() is IInvocationOperation { TargetMethod.Name: "AddStandardResilienceHandler" } added
                && !added.Arguments.Any(argument => argument.Parameter?.Name is "section" or "configure") && call.User() is not IInvocationOperation;

    /// <summary>What one lambda sets.</summary>
    private sealed class Options(IParameterSymbol parameter, Site site)
    {
        private readonly Dictionary<string, (TimeSpan? Time, SyntaxNode Place)> _set = new(StringComparer.Ordinal);

        /// <summary>Reads a statement; false if it may set anything.</summary>
        public bool Add(IOperation statement)
        {
            var operation = statement switch
            {
                IExpressionStatementOperation expression => expression.Operation,
                IReturnOperation { ReturnedValue: { } value } => value,
                IReturnOperation => null,
                _ => statement,
            };
            if (operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } target, Value: var assigned } && Owner(target.Instance) is { } owner)
            {
                if (owner.Length > 0 && name is "Timeout" or "SamplingDuration")
                    Set(owner, assigned);
                else if (owner.Length == 0)
                    SetAll(name, assigned);

                return true;
            }

            return operation is null || !operation.DescendantsAndSelf().Any(part => part is IParameterReferenceOperation reference && CoreTypes.Same(reference.Parameter, parameter));
        }

        /// <summary>The time of a strategy: what is set, or its default; null if unknown.</summary>
        public (TimeSpan Time, SyntaxNode? Place)? Of(string strategy, int seconds, bool isAlone)
        {
            if (_set.TryGetValue(strategy, out var set))
                return set.Time is { } time ? (time, set.Place) : null;

            // Nothing at all is set where nothing else contradicts: then there is nothing to compare.
            return isAlone && _set.Count > 0 ? (TimeSpan.FromSeconds(seconds), null) : null;
        }

        private void Set(string strategy, IOperation value) => _set[strategy] = (Durations.Of(value, site.Knowledge, site.Cancelled), value.Syntax);

        /// <summary><c>options.AttemptTimeout = new HttpTimeoutStrategyOptions { Timeout = … }</c>.</summary>
        private void SetAll(string strategy, IOperation value)
        {
            if (value.Unwrapped() is IObjectCreationOperation creation && (creation.Initialized("Timeout") ?? creation.Initialized("SamplingDuration")) is { } time)
                Set(strategy, time);
            else
                _set[strategy] = (null, value.Syntax);
        }

        /// <summary>The strategy that an expression names: "" for the options themselves, null for another's.</summary>
        private string? Owner(IOperation? instance) => instance switch
        {
            IParameterReferenceOperation reference when CoreTypes.Same(reference.Parameter, parameter) => "",
            IPropertyReferenceOperation { Property.Name: var name, Instance: IParameterReferenceOperation reference } when CoreTypes.Same(reference.Parameter, parameter) => name,
            _ => null,
        };
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Errors;

/// <summary>REL0605: work that nobody waits for and that does not take its own failures: it ends, and nobody learns of
/// it.</summary>
/// <remarks>
/// Reports a task that is discarded (<c>_ =</c>, or a statement outside of async code, where the compiler says nothing), and async
/// lambdas that become <c>Action</c>s, where a remote call or write is reached in this assembly of which no handler takes the
/// failure. A warning where a loop ends by it, or the process (an async lambda without a task); else a suggestion. Silent on
/// event handlers, on callbacks of timers (REL0906), on what continues with something else, and where what fails is not in sight.
/// </remarks>
internal sealed class FireAndForgetRule() : Rule(
    "REL0605", "Fire-and-forget can fault unseen", Categories.Errors, DiagnosticSeverity.Info,
    "When {0} fails, {1}",
    "The failure of a task that nobody awaits is dropped when the task is collected; that of an async lambda without a task ends the process.")
{
    /// <summary>What the fix does.</summary>
    public const string LogFault = "LogFault";

    /// <summary>What the fix calls the task that failed.</summary>
    public const string Parameter = "faulted";

    // What the fix writes.
    private static readonly string[] s_types = ["LoggerExtensions", "CancellationToken", "TaskContinuationOptions", "TaskScheduler"];

    /// <inheritdoc />
    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core.Task is null)
            return;

        start.On(OperationKind.SimpleAssignment, site =>
        {
            if (site.Operation is not ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var discarded } assignment)
                return;

            var value = discarded.Unwrapped();
            if (value is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task })
                value = task.Unwrapped();

            if (site.Knowledge.Core.IsTask(value.Type))
                Check(site, value, assignment);
        });
        start.On(OperationKind.ExpressionStatement, site =>
        {
            if (site.Operation is IExpressionStatementOperation { Operation: IInvocationOperation call } && site.Knowledge.Core.IsTask(call.Type) && !IsInAsync(site))
                Check(site, call, assignment: null);
        });
        start.On(OperationKind.AnonymousFunction, CheckLambda);
    }

    private static void Check(Site site, IOperation value, ISimpleAssignmentOperation? assignment)
    {
        if (value is not IInvocationOperation call || !IsOwnWork(call, site.Knowledge) || Failing(site, call) is not { } step || call.IsInTree(site.Knowledge))
            return;

        var logger = assignment?.Parent is IExpressionStatementOperation { Syntax: ExpressionStatementSyntax } && call.Type?.Name == "Task" ? Logger(site) : null;
        site.Report(
            call.Syntax.GetLocation(),
            step.IsInLoop ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            logger is null ? DiagnosticProperties.None : DiagnosticProperties.With(LogFault, logger),
            step.Name,
            step.IsInLoop ? "the loop ends and nobody learns of it" : "nobody learns of it");
    }

    private static void CheckLambda(Site site)
    {
        var lambda = (IAnonymousFunctionOperation)site.Operation;
        if (!lambda.Symbol.IsAsync || !lambda.Symbol.ReturnsVoid || lambda.Parent is not IDelegateCreationOperation { Parent: IArgumentOperation, Type: INamedTypeSymbol type } || !IsAction(type))
            return;

        var step = Walk.From(lambda, site.Knowledge, site.Cancelled).FirstOrDefault(Fails);
        if (step is not null)
        {
            site.Report(
                ((AnonymousFunctionExpressionSyntax)lambda.Syntax).AsyncKeyword.GetLocation(),
                DiagnosticSeverity.Warning,
                DiagnosticProperties.None,
                step.Name,
                "the process ends: an async lambda that becomes an " + type.Name + " has no task to keep the exception");
        }
    }

    private static bool IsAction(INamedTypeSymbol type) => type is { Name: "Action", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool Fails(Step step) => !step.IsTaken && step.Has(ApiTraits.Remote | ApiTraits.Write) && !step.Has(ApiTraits.BestEffort);

    private static bool IsInAsync(Site site) => site.Operation.Function() switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol.IsAsync,
        ILocalFunctionOperation local => local.Symbol.IsAsync,
        _ => site.Member is IMethodSymbol { IsAsync: true },
    };

    /// <summary>Whether what is started is in this assembly: a method of it, or a function that is given to the pool.</summary>
    private static bool IsOwnWork(IInvocationOperation call, Knowledge knowledge) =>
        CoreTypes.Same(call.TargetMethod.OriginalDefinition.ContainingAssembly, knowledge.Compilation.Assembly) || IsPooled(call, knowledge);

    private static bool IsPooled(IInvocationOperation call, Knowledge knowledge) =>
        call is { TargetMethod.Name: "Run" or "StartNew", Arguments.Length: > 0 }
        && (CoreTypes.Same(call.TargetMethod.ContainingType, knowledge.Core.Task) || CoreTypes.Same(call.TargetMethod.ContainingType, knowledge.Type("System.Threading.Tasks.TaskFactory")));

    private static Step? Failing(Site site, IInvocationOperation call)
    {
        if (IsPooled(call, site.Knowledge))
        {
            return call.Arguments[0].Value.Unwrapped() is IDelegateCreationOperation { Target: var target }
                ? Callbacks.Bodies(target, site.Knowledge, site.Cancelled).SelectMany(body => Walk.From(body, site.Knowledge, site.Cancelled)).FirstOrDefault(Fails)
                : null;
        }

        foreach (var target in site.Knowledge.Methods.Targets(call.TargetMethod))
        {
            if (Bodies.Of(target, site.Knowledge.Compilation, site.Cancelled) is { } body && Walk.From(body, site.Knowledge, site.Cancelled, target).FirstOrDefault(Fails) is { } step)
                return step;
        }

        return null;
    }

    /// <summary>The name of a logger that the place can see, if what the fix writes would bind there; or null.</summary>
    private static string? Logger(Site site)
    {
        var position = site.Operation.Syntax.SpanStart;
        if (site.Knowledge.Type("Microsoft.Extensions.Logging.ILogger") is not { } logger
            || !site.Model.LookupSymbols(position, name: Parameter).IsEmpty
            || s_types.Any(name => site.Model.LookupNamespacesAndTypes(position, name: name).IsEmpty))
        {
            return null;
        }

        var isStatic = site.Member.IsStatic;
        return site.Model.LookupSymbols(position)
            .Where(symbol => IsLogger(Type(symbol)) && (symbol is ILocalSymbol or IParameterSymbol || symbol.IsStatic || !isStatic))
            .OrderBy(symbol => symbol.Name, StringComparer.Ordinal)
            .FirstOrDefault()?.Name;

        bool IsLogger(ITypeSymbol? type) => type is { NullableAnnotation: not NullableAnnotation.Annotated } && (CoreTypes.Same(type, logger) || type.AllInterfaces.Contains(logger, SymbolEqualityComparer.Default));

        static ITypeSymbol? Type(ISymbol symbol) => symbol switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol { Parameters.Length: 0 } property => property.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        };
    }
}

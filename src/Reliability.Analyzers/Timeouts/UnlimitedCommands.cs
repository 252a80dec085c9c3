using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Looks for database commands whose timeout is set to 0, which means never.</summary>
internal sealed class UnlimitedCommands(Knowledge knowledge)
{
    // Statements that maintain a database, or wait by intent, take as long as they take.
    private static readonly HashSet<string> s_maintenance = new(StringComparer.OrdinalIgnoreCase)
    {
        "ALTER", "ANALYZE", "BACKUP", "CLUSTER", "CREATE", "DBCC", "DROP", "LISTEN", "OPTIMIZE", "REINDEX", "RESTORE", "TRUNCATE", "VACUUM", "WAITFOR",
    };

    private readonly INamedTypeSymbol? _command = knowledge.Type("System.Data.Common.DbCommand");
    private readonly INamedTypeSymbol? _commandInterface = knowledge.Type("System.Data.IDbCommand");
    private readonly INamedTypeSymbol? _context = knowledge.Type("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions");
    private readonly INamedTypeSymbol? _options = knowledge.Type("Microsoft.EntityFrameworkCore.Infrastructure.RelationalDbContextOptionsBuilder`2");
    private readonly INamedTypeSymbol? _designTime = knowledge.Type("Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory`1");

    /// <summary><c>command.CommandTimeout = 0</c>.</summary>
    public void Check(Site site, IPropertyReferenceOperation target, IOperation value)
    {
        if (Durations.Number(value) is not 0d || !IsCommand(target.Property.ContainingType) || Local(target.Instance) is not { } local)
            return;

        IInvocationOperation? executed = null;
        foreach (var part in site.Operation.Root().DescendantsAndSelf())
        {
            if (Maintains(part, local))
                return;

            if (part is IInvocationOperation call && CoreTypes.Same(call.Instance.Symbol(), local) && knowledge.Apis.Has(call.TargetMethod, ApiTraits.Remote))
            {
                if (knowledge.Tokens.IsPassedTo(call))
                    return;

                executed ??= call;
            }
        }

        if (executed is not null)
            InfiniteTimeoutRule.Report(site, value, Severity(site), "'" + executed.Name() + "' of this command, which is called without a token", "30");
    }

    /// <summary><c>options.CommandTimeout(0)</c>, <c>context.Database.SetCommandTimeout(0)</c>.</summary>
    public void CheckConfiguration(Site site, IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        if (call.TargetMethod.Name == "CommandTimeout")
        {
            if (IsOptions(type) && call.Arguments is [{ Value: var seconds }] && Durations.Number(seconds) is 0d && !IsDesignTime(site))
                InfiniteTimeoutRule.Report(site, seconds, DiagnosticSeverity.Warning, "a query of this context", "30");
        }
        else if (CoreTypes.Same(type, _context) && call.Argument("timeout") is { } timeout && !Migrates(site))
        {
            if (Durations.Number(timeout) is 0d)
                InfiniteTimeoutRule.Report(site, timeout, Severity(site), "a query of this context", "30");
            else if (Durations.Of(timeout, knowledge, site.Cancelled) == TimeSpan.Zero)
                InfiniteTimeoutRule.Report(site, timeout, Severity(site), "a query of this context", InfiniteTimeoutRule.TimeSpanText(site, 30));
        }
    }

    /// <summary><c>connection.QueryAsync(sql, commandTimeout: 0)</c>.</summary>
    public void CheckQuery(Site site, IInvocationOperation call)
    {
        if (call.Argument("commandTimeout") is { } timeout && Durations.Number(timeout) is 0d && !IsMaintenance(call.Argument("sql")))
            InfiniteTimeoutRule.Report(site, timeout, Severity(site), "'" + call.Name() + "'", "30");
    }

    /// <summary>What outsiders or a loop wait for is an outage; elsewhere it may be a batch that is let run.</summary>
    private DiagnosticSeverity Severity(Site site) =>
        knowledge.EntryPoints.Of(site.Operation, site.Member) != ApiTraits.None || site.Operation.Enclosing<ILoopOperation>() is IWhileLoopOperation
            ? DiagnosticSeverity.Warning
            : DiagnosticSeverity.Info;

    private bool IsCommand(INamedTypeSymbol? type) =>
        type is not null && (type.IsOrDerivesFrom(_command) || CoreTypes.Same(type, _commandInterface) || type.AllInterfaces.Contains(_commandInterface, SymbolEqualityComparer.Default));

    private bool IsOptions(INamedTypeSymbol? type)
    {
        for (; type is not null && _options is not null; type = type.BaseType)
        {
            if (CoreTypes.Same(type.OriginalDefinition, _options))
                return true;
        }

        return false;
    }

    private bool IsDesignTime(Site site) =>
        site.Member.ContainingType?.AllInterfaces.Any(implemented => CoreTypes.Same(implemented.OriginalDefinition, _designTime)) == true;

    private static bool Migrates(Site site) => site.Operation.Root().DescendantsAndSelf().Any(part => part is IInvocationOperation
    {
        TargetMethod.Name: "Migrate" or "MigrateAsync" or "EnsureCreated" or "EnsureCreatedAsync" or "EnsureDeleted" or "EnsureDeletedAsync",
    });

    /// <summary>The local that a command is kept in; of another the calls cannot all be seen.</summary>
    private static ILocalSymbol? Local(IOperation? instance) => instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }
        ? instance.Enclosing<IObjectCreationOperation>()?.User() is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } ? declarator.Symbol : null
        : instance.Symbol() as ILocalSymbol;

    private static bool Maintains(IOperation part, ILocalSymbol command) => part switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "CommandText" } text, Value: var value } =>
            (CoreTypes.Same(text.Instance.Symbol(), command) || CoreTypes.Same(Local(text.Instance), command)) && IsMaintenance(value),
        IVariableDeclaratorOperation { Symbol: var symbol, Initializer.Value: var value } =>
            CoreTypes.Same(symbol, command) && value.Unwrapped() is IObjectCreationOperation { Arguments: [{ Value: var text }, ..] } && IsMaintenance(text),
        _ => false,
    };

    private static bool IsMaintenance(IOperation? sql)
    {
        if (sql?.ConstantValue is not { HasValue: true, Value: string text })
            return false;

        var start = text.TrimStart();
        var end = 0;
        while (end < start.Length && char.IsLetter(start[end]))
            end++;

        return s_maintenance.Contains(start.Substring(0, end));
    }
}

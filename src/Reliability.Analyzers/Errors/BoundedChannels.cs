using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Errors;

/// <summary>Tells the channels that refuse items from those that never do.</summary>
internal sealed class BoundedChannels(Knowledge knowledge)
{
    private readonly INamedTypeSymbol? _writer = knowledge.Type("System.Threading.Channels.ChannelWriter`1");
    private readonly INamedTypeSymbol? _channel = knowledge.Type("System.Threading.Channels.Channel");
    private readonly INamedTypeSymbol? _options = knowledge.Type("System.Threading.Channels.BoundedChannelOptions");

    public bool IsWriter(INamedTypeSymbol? type) => CoreTypes.Same(type, _writer);

    /// <summary>Whether <c>TryWrite</c> may refuse: the channel is created here with a capacity and waits when it is full, or
    /// the same code waits for room. A capacity of one is a signal, and a signal that is already given need not be given
    /// again.</summary>
    public bool MayBeFull(IInvocationOperation write, CancellationToken cancellationToken)
    {
        if (write.Instance?.Unwrapped() is not { } writer)
            return false;

        if (writer.Symbol() is { } symbol && WaitsForRoom(write, symbol))
            return true;

        var channel = writer is IPropertyReferenceOperation { Property.Name: "Writer", Instance: { } whole } ? whole.Unwrapped() : writer;
        var created = Origin(channel, cancellationToken);
        if (created is IPropertyReferenceOperation { Property.Name: "Writer", Instance: { } inner })
            created = inner.Unwrapped() is IInvocationOperation ? inner.Unwrapped() : Origin(inner, cancellationToken);

        return created is IInvocationOperation { TargetMethod.Name: "CreateBounded", Arguments: [var argument, ..] } call
            && CoreTypes.Same(call.TargetMethod.ContainingType, _channel)
            && IsQueue(argument.Value.Unwrapped(), cancellationToken);
    }

    private static bool WaitsForRoom(IInvocationOperation write, ISymbol writer) =>
        write.Enclosing<IWhileLoopOperation>()?.Condition is { } condition
        && condition.OwnFrame().Any(part => part is IInvocationOperation { TargetMethod.Name: "WaitToWriteAsync" } wait && CoreTypes.Same(wait.Instance.Symbol(), writer));

    private bool IsQueue(IOperation capacity, CancellationToken cancellationToken)
    {
        if (capacity is not IObjectCreationOperation options)
        {
            // A variable that holds options says neither the capacity nor what happens when it is full.
            return capacity.Type?.SpecialType == SpecialType.System_Int32 ? Durations.Number(capacity) is not 1d
                : Origin(capacity, cancellationToken) is IObjectCreationOperation known && IsQueue(known, cancellationToken);
        }

        if (!CoreTypes.Same(options.Type, _options) || options.Arguments is not [var size] || Durations.Number(size.Value) is 1d)
            return false;

        // BoundedChannelFullMode.Wait is 0 and the default; all others drop an item by intent.
        return options.Initialized("FullMode") is not { } mode || Durations.Number(mode) is 0d || mode.Unwrapped() is IFieldReferenceOperation { Field.Name: "Wait" };
    }

    /// <summary>What a variable, or a field or property that is set once where it is declared, begins with; or null.</summary>
    private IOperation? Origin(IOperation operation, CancellationToken cancellationToken)
    {
        if (operation.Symbol() is not { DeclaringSyntaxReferences: [var reference] } symbol
            || symbol is IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod.IsInitOnly: false })
        {
            return null;
        }

        var value = reference.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } initial } => initial,
            PropertyDeclarationSyntax { Initializer.Value: { } initial } => initial,
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } body } => body,
            _ => symbol is IFieldSymbol or IPropertySymbol ? InConstructor(symbol, cancellationToken) : null,
        };
        return value is null ? null : Bodies.Operation(value, knowledge.Compilation, cancellationToken)?.Unwrapped();
    }

    /// <summary>What the only constructor assigns to a field or property, by its name on the left; or null.</summary>
    private static ExpressionSyntax? InConstructor(ISymbol member, CancellationToken cancellationToken)
    {
        if (member.ContainingType?.InstanceConstructors is not [{ DeclaringSyntaxReferences: [var only] }] || only.GetSyntax(cancellationToken) is not ConstructorDeclarationSyntax { Body: { } body })
            return null;

        ExpressionSyntax? found = null;
        foreach (var statement in body.Statements)
        {
            if (statement is not ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: var left, Right: var right } })
                continue;

            var name = left is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var own } ? own : left as SimpleNameSyntax;
            if (name?.Identifier.ValueText != member.Name)
                continue;

            if (found is not null)
                return null;

            found = right;
        }

        return found;
    }
}

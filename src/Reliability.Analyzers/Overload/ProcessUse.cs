using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Overload;

/// <summary>All that a body does with one child process, in the order of the source.</summary>
internal sealed class ProcessUse
{
    private readonly ISymbol _process;
    private readonly List<IPropertyReferenceOperation> _streams = [];
    private readonly List<IInvocationOperation> _calls = [];
    private readonly List<IOperation> _gifts = [];
    private readonly HashSet<ISymbol> _processes = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, bool> _redirected = new(StringComparer.Ordinal);

    private ProcessUse(IOperation body, ISymbol process, INamedTypeSymbol type)
    {
        _process = process;
        foreach (var part in body.DescendantsAndSelf())
            Add(part, type);
    }

    /// <summary>The use of a process around an operation, or null: it cannot be named, or somebody else has it by then, or it is
    /// killed.</summary>
    public static ProcessUse? Of(IOperation place, IOperation? process, INamedTypeSymbol type)
    {
        if (process.Symbol() is not { } symbol)
            return null;

        var use = new ProcessUse(place.Root(), symbol, type);
        return use._gifts.Exists(gift => IsBefore(gift, place)) || use._calls.Exists(call => call.TargetMethod.Name == "Kill" && IsBefore(call, place)) ? null : use;
    }

    /// <summary>The first use of a stream where it certainly comes after a place, or null.</summary>
    public IPropertyReferenceOperation? LateRead(IInvocationOperation place, string stream)
    {
        if (IsReadByEvents(stream) || _streams.Find(read => read.Property.Name == stream) is not { } first || !IsBefore(place, first) || first.Function() != place.Function())
            return null;

        // A wait in the head of a loop, or in one that goes on with the same process, is asked again after each read.
        return first.IsWithin(place.Enclosing<IBlockOperation>()) && !IsPolled(place, first) ? first : null;
    }

    /// <summary>A stream that this body redirects and never reads, or null; for a process that is its own.</summary>
    public string? Unread()
    {
        if (_process is not ILocalSymbol || _processes.Count != 1 || _gifts.Count > 0)
            return null;

        foreach (var redirected in _redirected)
        {
            if (redirected.Value && !IsReadByEvents(redirected.Key) && !_streams.Exists(read => read.Property.Name == redirected.Key))
                return redirected.Key;
        }

        return null;
    }

    public bool IsReadToEndBefore(IOperation place) => _streams.Exists(read => IsBefore(read, place));

    public bool IsWaitedForBefore(IOperation place) =>
        _calls.Exists(call => call.TargetMethod.Name is "WaitForExit" or "WaitForExitAsync" && IsBefore(call, place));

    private bool IsReadByEvents(string stream) =>
        _calls.Exists(call => call.TargetMethod.Name == (stream == "StandardOutput" ? "BeginOutputReadLine" : "BeginErrorReadLine"));

    private bool IsPolled(IOperation place, IOperation read)
    {
        if (place.Enclosing<ILoopOperation>() is not { } loop)
            return false;

        var isOfRound = _process is ILocalSymbol { DeclaringSyntaxReferences: [var declaration] } && loop.Body.Syntax.Span.Contains(declaration.Span);
        return !place.IsWithin(loop.Body) || (read.IsWithin(loop) && !isOfRound);
    }

    private static bool IsBefore(IOperation one, IOperation other) => one.Syntax.SpanStart < other.Syntax.SpanStart;

    private void Add(IOperation part, INamedTypeSymbol type)
    {
        switch (part)
        {
            case IPropertyReferenceOperation { Property.Name: "StandardOutput" or "StandardError" } stream when Is(stream.Instance.Owner()):
                _streams.Add(stream);
                break;
            case IInvocationOperation call when Is(call.Receiver()):
                _calls.Add(call);
                break;
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "RedirectStandardOutput" or "RedirectStandardError" } property } } redirect
                when property.ContainingType is { Name: "ProcessStartInfo" }:
                var name = property.Name.Substring("Redirect".Length);
                _redirected[name] = redirect.Value.ConstantValue is { HasValue: true, Value: true } && !(_redirected.TryGetValue(name, out var before) && !before);
                break;
            case IVariableDeclaratorOperation declarator when declarator.Symbol.Type.IsOrDerivesFrom(type):
                _processes.Add(declarator.Symbol);
                break;
        }

        // A use as a value gives the process away: as an argument, a result, another variable. Asked of the parent, which says how.
        if (part is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
            && Is(part) && part.User() is IArgumentOperation or IReturnOperation or IVariableInitializerOperation or IArrayInitializerOperation)
        {
            _gifts.Add(part);
        }
        else if (part is ISimpleAssignmentOperation assignment && Is(assignment.Value.Unwrapped()))
        {
            _gifts.Add(assignment.Value);
        }
    }

    private bool Is(IOperation? operation) => CoreTypes.Same(operation.Symbol(), _process);
}

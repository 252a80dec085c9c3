using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds the code of what is handed over to be called later.</summary>
internal static class Callbacks
{
    /// <summary>The bodies that the target of a delegate may run: of a lambda, or of the methods of this compilation.</summary>
    public static IEnumerable<IOperation> Bodies(IOperation target, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (target is IAnonymousFunctionOperation lambda)
            return [lambda];

        return target is IMethodReferenceOperation { Method: var method }
            ? knowledge.Methods.Targets(method).Select(found => Engine.Bodies.Of(found, knowledge.Compilation, cancellationToken)).OfType<IOperation>()
            : [];
    }

    /// <summary>The function that the target of a delegate is, or null.</summary>
    public static IMethodSymbol? Function(IOperation target) => target switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        IMethodReferenceOperation { Method: var method } => method,
        _ => null,
    };
}

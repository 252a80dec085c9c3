using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Configuration;

/// <summary>What the calls after <c>AddOptions&lt;T&gt;()</c> do, in one statement.</summary>
/// <param name="Bind">Binds the options to the configuration; null: they are not, or not here.</param>
/// <param name="Validates">Whether anything validates them.</param>
/// <param name="ValidatesAttributes">Whether their attributes are validated.</param>
/// <param name="OnStart">Whether that is done when the host starts.</param>
/// <param name="IsKnown">Whether all calls are of the options API.</param>
internal sealed record OptionsChain(IInvocationOperation? Bind, bool Validates, bool ValidatesAttributes, bool OnStart, bool IsKnown)
{
    public static OptionsChain From(IInvocationOperation addOptions)
    {
        var chain = new OptionsChain(null, false, false, addOptions.TargetMethod.Name == "AddOptionsWithValidateOnStart", true);
        IOperation last = addOptions;
        for (var call = Next(last); call is not null; call = Next(last))
        {
            chain = call.TargetMethod.Name switch
            {
                "Bind" or "BindConfiguration" => chain with { Bind = call },
                "ValidateDataAnnotations" => chain with { Validates = true, ValidatesAttributes = true },
                "Validate" => chain with { Validates = true },
                "ValidateOnStart" => chain with { OnStart = true },
                "Configure" or "PostConfigure" => chain,
                _ => chain with { IsKnown = false },
            };
            last = call;
        }

        // Kept in a variable, returned or handed on, it may go on elsewhere.
        return last.Parent is IExpressionStatementOperation or IPropertyReferenceOperation ? chain : chain with { IsKnown = false };
    }

    private static IInvocationOperation? Next(IOperation operation) => operation.Parent switch
    {
        IInvocationOperation call when call.Instance == operation => call,
        IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } extension } => extension,
        _ => null,
    };
}

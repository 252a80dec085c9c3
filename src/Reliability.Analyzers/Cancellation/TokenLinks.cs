using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Cancellation;

/// <summary>What a linked token source is linked to.</summary>
/// <param name="Longest">A token that outlives the call, or null.</param>
/// <param name="Any">Any token that can be cancelled, or null.</param>
internal readonly record struct TokenLinks(string? Longest, string? Any)
{
    public static TokenLinks Of(IInvocationOperation link, Site site)
    {
        string? longest = null, any = null;
        foreach (var token in Tokens(link))
        {
            if (site.Knowledge.Tokens.IsNone(token))
                continue;

            any ??= token.Syntax.ToString();
            if (OutlivesCall(token.Unwrapped(), link, site))
                longest ??= token.Syntax.ToString();
        }

        return new(longest, any);
    }

    private static IEnumerable<IOperation> Tokens(IInvocationOperation link)
    {
        foreach (var argument in link.Arguments)
        {
            if (argument.Value.Unwrapped() is IArrayCreationOperation { Initializer: { } all })
            {
                foreach (var token in all.ElementValues)
                    yield return token;
            }
            else
            {
                yield return argument.Value;
            }
        }
    }

    private static bool OutlivesCall(IOperation token, IInvocationOperation link, Site site) => token switch
    {
        IPropertyReferenceOperation { Property: { Name: "ApplicationStopping" or "ApplicationStopped" } } => true,
        IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } when CoreTypes.Same(source.Type, site.Knowledge.Core.TokenSource) => IsKept(source.Unwrapped(), site),
        IParameterReferenceOperation parameter => IsOfLoop(parameter.Parameter, link, site),
        _ => IsKept(token, site),
    };

    /// <summary>Whether a value is in a field or property of the object itself, which is there before the call and
    /// after.</summary>
    private static bool IsKept(IOperation value, Site site) => value switch
    {
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => IsOurs(field.Field, site),
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => IsOurs(property.Property, site),
        _ => false,
    };

    private static bool IsOurs(ISymbol member, Site site) => CoreTypes.Same(member.ContainingAssembly, site.Knowledge.Compilation.Assembly);

    /// <summary>Whether a token is that of the worker loop around a place: every round links to it again.</summary>
    private static bool IsOfLoop(IParameterSymbol parameter, IInvocationOperation link, Site site)
    {
        for (var loop = link.Enclosing<ILoopOperation>(); loop is not null; loop = loop.Enclosing<ILoopOperation>())
        {
            if (new Loop(loop, site.Knowledge).IsWorker)
                return CoreTypes.Same(parameter.ContainingSymbol, link.Function() is { } function ? FunctionSymbol(function) : site.Member);
        }

        return false;
    }

    private static IMethodSymbol FunctionSymbol(IOperation function) =>
        function is IAnonymousFunctionOperation lambda ? lambda.Symbol : ((ILocalFunctionOperation)function).Symbol;
}

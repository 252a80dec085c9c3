using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds the smallest place that stands for a call.</summary>
internal static class CalledName
{
    /// <summary>The name of what is called: <c>GetAsync</c> of <c>http.GetAsync(…)</c>.</summary>
    public static SyntaxNode Of(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax { Expression: var called }
        ? called switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => called,
        }
        : call.Syntax;
}

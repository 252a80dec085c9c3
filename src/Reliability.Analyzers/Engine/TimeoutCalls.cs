using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>Knows the calls that are documented to report a timeout as an <c>OperationCanceledException</c>.</summary>
/// <remarks>
/// Reviewed, and short on purpose. Not in it, because their timeouts have exceptions of their own: <c>Task.WaitAsync</c> and
/// most of the BCL (<c>TimeoutException</c>), gRPC (<c>RpcException</c>), Polly (<c>TimeoutRejectedException</c>), ADO.NET
/// (<c>DbException</c>), Redis (<c>RedisTimeoutException</c>).
/// </remarks>
internal sealed class TimeoutCalls
{
    // https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.timeout: "the request task is cancelled".
    private static readonly (string Type, string[] Methods)[] s_table =
    [
        ("System.Net.Http.HttpClient",
            ["SendAsync", "GetAsync", "GetStringAsync", "GetByteArrayAsync", "GetStreamAsync", "PostAsync", "PutAsync", "PatchAsync", "DeleteAsync", "Send"]),
        ("System.Net.Http.Json.HttpClientJsonExtensions",
            ["GetFromJsonAsync", "DeleteFromJsonAsync", "PostAsJsonAsync", "PutAsJsonAsync", "PatchAsJsonAsync"]),
    ];

    private readonly Dictionary<string, List<INamedTypeSymbol>> _byMethod = new(StringComparer.Ordinal);
    private readonly INamedTypeSymbol? _tokenSource;

    public TimeoutCalls(Compilation compilation)
    {
        _tokenSource = KnownTypes.Find(compilation, "System.Threading.CancellationTokenSource");
        foreach (var (typeName, methods) in s_table)
        {
            if (KnownTypes.Find(compilation, typeName) is not { } type)
                continue;

            foreach (var method in methods)
            {
                if (!_byMethod.TryGetValue(method, out var types))
                    _byMethod.Add(method, types = []);

                types.Add(type);
            }
        }
    }

    /// <summary>Whether a call reports its timeout as a cancellation.</summary>
    /// <param name="call">The call.</param>
    /// <param name="loop">The loop around it: a timeout that is set outside of it bounds the loop and is meant.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public bool Includes(InvocationExpressionSyntax call, SyntaxNode loop, SemanticModel model, CancellationToken cancellationToken)
    {
        if (_byMethod.TryGetValue(EndpointShapes.CalledName(call), out var types)
            && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method)
        {
            foreach (var type in types)
            {
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType, type))
                    return true;
            }
        }

        foreach (var argument in call.ArgumentList.Arguments)
        {
            // cts.Token, of a source whose time runs within the loop
            if (argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: IdentifierNameSyntax source }
                && model.GetSymbolInfo(source, cancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences.Length: 1 } local
                && SymbolEqualityComparer.Default.Equals(local.Type, _tokenSource)
                && TimesOut(source.Identifier.ValueText, local.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken), loop))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TimesOut(string source, SyntaxNode declarator, SyntaxNode loop)
    {
        // new CancellationTokenSource(timeout), or with an explicit type on the left
        if (loop.Span.Contains(declarator.Span)
            && declarator is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } })
        {
            return true;
        }

        foreach (var node in loop.DescendantNodes())
        {
            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CancelAfter", Expression: IdentifierNameSyntax name } }
                && name.Identifier.ValueText == source)
            {
                return true;
            }
        }

        return false;
    }
}

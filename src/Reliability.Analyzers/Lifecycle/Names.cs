using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Names types so that what a fix writes binds where it stands.</summary>
internal static class Names
{
    /// <summary>The name of a type where the file imports it, and its full name elsewhere.</summary>
    public static string Of(INamedTypeSymbol type, Site site) =>
        site.Model.LookupNamespacesAndTypes(site.Operation.Syntax.SpanStart, name: type.Name) is [var found] && CoreTypes.Same(found, type)
            ? type.Name
            : type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
}

using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Measurement;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Measurement;

/// <summary>REL0203, REL0803: makes room for a body around a method. The declaration keeps its attributes, comments and default values and becomes
/// partial; the body moves, word for word, to a private core.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix)), Shared]
public sealed class MakePartialFix() : TextFix("REL0203", "REL0803")
{
    private protected override bool Makes(string fix) => fix != ExplicitBody.Fix;

    private protected override string Title(Diagnostic diagnostic, string fix) => fix switch
    {
        PartialFixes.Split => "Make it partial and move the body to a core",
        PartialFixes.AddCore => "Add the core",
        _ => "Make the types around it partial",
    };

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var method = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>();
        return Task.FromResult(method is null ? [] : OpenOwners(method).Concat(Fix(diagnostic) switch
        {
            PartialFixes.Split => Split(method, text),
            PartialFixes.AddCore => [AddCore(method, text)],
            _ => [],
        }));
    }

    private static IEnumerable<TextChange> OpenOwners(MethodDeclarationSyntax method) => method.Ancestors()
        .OfType<TypeDeclarationSyntax>()
        .Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))
        .Select(type => new TextChange(new(type.Keyword.SpanStart, 0), "partial "));

    private static IEnumerable<TextChange> Split(MethodDeclarationSyntax method, SourceText text)
    {
        var start = method.Modifiers.Count > 0 ? method.Modifiers[0].SpanStart : method.ReturnType.SpanStart;
        if (!method.Modifiers.Any(IsAccessibility))
            yield return new(new(start, 0), "private ");

        foreach (var modifier in method.Modifiers)
        {
            if (modifier.IsKind(SyntaxKind.AsyncKeyword))
                yield return new(TextSpan.FromBounds(modifier.SpanStart, modifier.GetNextToken().SpanStart), "");
        }

        yield return new(new(method.ReturnType.SpanStart, 0), "partial ");
        foreach (var parameter in method.ParameterList.Parameters)
        {
            foreach (var attribute in IteratorAttributes(parameter))
                yield return new(Around(attribute), "");
        }

        // What follows, comments included, is the body that the core's signature now stands before.
        yield return new(new(SignatureEnd(method), 0), ";" + Core(method, text));
    }

    private static TextChange AddCore(MethodDeclarationSyntax method, SourceText text) =>
        new(new(method.Span.End, 0), Core(method, text) + " => throw new global::System.NotImplementedException();");

    private static string Core(MethodDeclarationSyntax method, SourceText text)
    {
        var modifiers = method.Modifiers
            .Where(modifier => modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.UnsafeKeyword or SyntaxKind.ReadOnlyKeyword or SyntaxKind.AsyncKeyword)
            .Select(modifier => modifier.Text + " ");
        var lineBreak = Lines.Break(text);
        return lineBreak + lineBreak + Lines.Indent(text, method.GetFirstToken().SpanStart)
            + "private " + string.Concat(modifiers)
            + method.ReturnType + " " + method.Identifier.Text + "Core" + method.TypeParameterList
            + Parameters(method.ParameterList, text)
            + text.ToString(TextSpan.FromBounds(method.ParameterList.Span.End, SignatureEnd(method)));
    }

    /// <summary>The parameters without default values; those that had one lose their attributes too, because they speak of
    /// the caller (<c>[CallerMemberName]</c>), who is the declaration now. What speaks of the iterator stays with it.</summary>
    private static string Parameters(ParameterListSyntax parameters, SourceText text)
    {
        var changes = new List<TextChange>();
        foreach (var parameter in parameters.Parameters)
        {
            if (parameter.Default is not { } value)
                continue;

            if (parameter.AttributeLists.Count > 0)
            {
                var kept = string.Concat(IteratorAttributes(parameter).Select(attribute => "[" + attribute + "] "));
                changes.Add(Replace(parameter.AttributeLists.Span.Start, parameter.AttributeLists.Last().GetLastToken().GetNextToken().SpanStart, kept));
            }

            changes.Add(Replace(parameter.Identifier.Span.End, value.Span.End, ""));
        }

        return text.GetSubText(parameters.Span).WithChanges(changes).ToString();

        TextChange Replace(int start, int end, string by) => new(TextSpan.FromBounds(start - parameters.SpanStart, end - parameters.SpanStart), by);
    }

    /// <summary>The attributes that mean something on the parameter of an iterator only.</summary>
    private static IEnumerable<AttributeSyntax> IteratorAttributes(ParameterSyntax parameter) => parameter.AttributeLists
        .SelectMany(list => list.Attributes)
        .Where(attribute => attribute.Name.GetLastToken().ValueText is "EnumeratorCancellation" or "EnumeratorCancellationAttribute");

    /// <summary>An attribute with what is between it and the next thing: its brackets, if nothing else is in them, or a
    /// comma.</summary>
    private static TextSpan Around(AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        var index = list.Attributes.IndexOf(attribute);
        return list.Attributes.Count == 1 ? TextSpan.FromBounds(list.SpanStart, list.GetLastToken().GetNextToken().SpanStart)
            : index > 0 ? TextSpan.FromBounds(list.Attributes[index - 1].Span.End, attribute.Span.End)
            : TextSpan.FromBounds(attribute.SpanStart, list.Attributes[1].SpanStart);
    }

    private static int SignatureEnd(MethodDeclarationSyntax method) =>
        method.ConstraintClauses.Count > 0 ? method.ConstraintClauses.Span.End : method.ParameterList.Span.End;

    private static bool IsAccessibility(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword;
}

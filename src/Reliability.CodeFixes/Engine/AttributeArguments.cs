using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.CodeFixes.Engine;

internal static class AttributeArguments
{
    /// <summary>Takes one comma with it; the brackets too when nothing else is in them.</summary>
    public static TextChange Remove(AttributeArgumentSyntax argument)
    {
        var list = (AttributeArgumentListSyntax)argument.Parent!;
        var index = list.Arguments.IndexOf(argument);
        var span = list.Arguments.Count == 1 ? list.Span
            : index > 0 ? TextSpan.FromBounds(list.Arguments[index - 1].Span.End, argument.Span.End)
            : TextSpan.FromBounds(argument.SpanStart, list.Arguments[1].SpanStart);
        return new(span, "");
    }
}

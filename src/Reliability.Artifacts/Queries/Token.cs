namespace Reliability.Artifacts.Queries;

internal enum TokenKind
{
    Word,
    Number,
    Text,
    Range,
    Sign,
    End,
}

/// <summary>A piece of a query; a text without its quotes, a range without its brackets.</summary>
internal readonly record struct Token(TokenKind Kind, string Value)
{
    public bool Is(string sign) => Kind == TokenKind.Sign && Value == sign;

    public bool IsWord(string word) => Kind == TokenKind.Word && string.Equals(Value, word, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Printable.Text(Value)}'";
}

using Microsoft.CodeAnalysis;

namespace Reliability.Declarations.Health;

/// <summary>Hands problems on and remembers that there was one.</summary>
/// <param name="report">Receives each problem.</param>
internal sealed class HealthProblems(Action<DeclarationProblem>? report)
{
    /// <summary>The attribute as a whole: no property is called so.</summary>
    public const string Whole = "";

    /// <summary>Whether there was one.</summary>
    public bool Any { get; private set; }

    /// <summary>Adds a problem.</summary>
    public void Add(ProblemKind kind, AttributeData attribute, string? argument, string value, string? suggestion = null, SyntaxNode? place = null)
    {
        Any = true;
        report?.Invoke(new(kind, attribute, argument, value, suggestion, place));
    }
}

using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Engine;

/// <summary>The base of all rules about code: what it says, and what it wants to see of a compilation. All rules share one
/// analyzer, so that the code is walked once and what one of them finds out is known to the others.</summary>
internal abstract class Rule
{
    private const string HelpLink = "https://github.com/reliability-analyzers/reliability-analyzers/blob/main/docs/rules/";

    /// <param name="id">The id; its first two digits are the category.</param>
    /// <param name="title">What is wrong, in a few words.</param>
    /// <param name="category">One of <see cref="Categories"/>.</param>
    /// <param name="severity">A claim: warning if at least 9 of 10 reports on code that nobody here wrote are right,
    /// suggestion (Info) if at least 3 of 4 are.</param>
    /// <param name="message">The consequence, the numbers derived, and the cure.</param>
    /// <param name="description">Why it matters, in a sentence.</param>
    /// <param name="isEnabled">Whether it runs without being asked to.</param>
    protected Rule(string id, string title, string category, DiagnosticSeverity severity, string message, string description, bool isEnabled = true) =>
        Descriptor = new(id, title, message, category, severity, isEnabled, description, HelpLink + id + ".md");

    /// <summary>What the compiler knows of the rule.</summary>
    public DiagnosticDescriptor Descriptor { get; }

    /// <summary>The kinds of projects in which the rule is worth its noise; everywhere but in tests unless said
    /// otherwise.</summary>
    public virtual ProjectShapes Shapes => ProjectShapes.Production;

    /// <summary>The version of the presets from which the rule is on. Presets of earlier versions name it as off, so that an
    /// update never adds a warning unasked.</summary>
    public virtual string Since => "0.1";

    /// <summary>Whether the code decides between warning and suggestion. A preset then leaves the severity to the
    /// rule.</summary>
    public virtual bool IsGraded => false;

    /// <summary>Registers what the rule looks at in one compilation; nothing, where the API that it is about is not
    /// referenced. A rule has no state of its own: what it needs is captured here.</summary>
    public abstract void Start(RuleStart start);
}

using Reliability.Declarations;

namespace Reliability.Generators.Emit;

/// <summary>The attributes that keep emitted code out of coverage, stepping and stack traces.</summary>
internal static class Markers
{
    private static readonly string s_version = typeof(Markers).Assembly.GetName().Version.ToString(3);

    /// <summary>Says who wrote the code.</summary>
    public static string GeneratedCode { get; } =
        $"global::System.CodeDom.Compiler.GeneratedCode({Literals.Of(Declarations.GeneratedCode.Tool)}, {Literals.Of(s_version)})";

    // On a method that runs on behalf of somebody's own.
    private static readonly (string Type, string Attribute)[] s_ofHooks =
    [
        ("System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute", "global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage"),
        ("System.Diagnostics.DebuggerStepThroughAttribute", "global::System.Diagnostics.DebuggerStepThrough"),
        ("System.Diagnostics.StackTraceHiddenAttribute", "global::System.Diagnostics.StackTraceHidden"),
    ];

    /// <summary>The attributes of a lambda inside of a hook.</summary>
    public static string OfLambda { get; } = "[" + string.Join(", ", s_ofHooks.Select(marker => marker.Attribute)) + "]";

    /// <summary>The attributes of what is ours alone: a function inside of a hook, a decorator.</summary>
    public static string OfOwnCode { get; } = "[" + string.Join(", ", s_ofHooks.Select(marker => marker.Attribute)) + "]";

    /// <summary>The attributes of a hook in brackets, or nothing. Both halves of a partial method share their attributes,
    /// and none of these may stand there twice. <c>[GeneratedCode]</c> is not among them: it would hide the author's half
    /// from every analyzer that skips generated code, ours included.</summary>
    public static string OfHook(PartialMethod method, bool hasRuntime)
    {
        var markers = s_ofHooks
            .Where(marker => hasRuntime && !method.Attributes.Contains(marker.Type))
            .Select(marker => marker.Attribute);
        return string.Join(", ", markers) is { Length: > 0 } list ? "[" + list + "]" : "";
    }
}

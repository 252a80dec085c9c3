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
        ("System.CodeDom.Compiler.GeneratedCodeAttribute", GeneratedCode),
        ("System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute", "global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage"),
        ("System.Diagnostics.DebuggerStepThroughAttribute", "global::System.Diagnostics.DebuggerStepThrough"),
        ("System.Diagnostics.StackTraceHiddenAttribute", "global::System.Diagnostics.StackTraceHidden"),
    ];

    /// <summary>The attributes of a hook. Both halves of a partial method share their attributes, and none of these may
    /// stand there twice. Empty when it has them all.</summary>
    public static string OfHook(PartialMethod method, bool hasRuntime) =>
        string.Join(", ", s_ofHooks
            .Take(hasRuntime ? s_ofHooks.Length : 1)
            .Where(marker => !method.Attributes.Contains(marker.Type))
            .Select(marker => marker.Attribute));
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Configuration;

/// <summary>REL1201: options that say what is valid, and are bound to the configuration without anybody asking when the host
/// starts.</summary>
/// <remarks>
/// Reports <c>Configure&lt;T&gt;(section)</c> and <c>AddOptions&lt;T&gt;().Bind(section)</c> where <c>T</c> is of this
/// compilation and carries validation attributes, or has a validator. Silent where anything in the compilation validates
/// <c>T</c> on start, in libraries, for options with a computed name (somebody decides later which are used), and for options
/// that say nothing of what is valid: that is absence, not evidence.
/// </remarks>
internal sealed class OptionsNotValidatedRule() : Rule(
    "REL1201", "Options not validated at start", Categories.Configuration, DiagnosticSeverity.Info,
    "The service starts with whatever the configuration says of '{0}': {1}",
    "A wrong setting that stops the start is found by the deployment; one that is found by the first request is found by a customer.")
{
    /// <summary>The fix: add calls to the chain.</summary>
    public const string AddCalls = nameof(AddCalls);

    /// <summary>The fix: write the chain instead of <c>Configure</c>.</summary>
    public const string ReplaceConfigure = nameof(ReplaceConfigure);

    /// <summary>The fix: the same, where the first argument is the name of the options.</summary>
    public const string ReplaceNamed = nameof(ReplaceNamed);

    private const string Annotations = ".ValidateDataAnnotations()";
    private const string OnStart = ".ValidateOnStart()";

    // A library does not know which of its options are used, nor under which host.
    public override ProjectShapes Shapes => ProjectShapes.LongRunning;

    public override void Start(RuleStart start)
    {
        if (start.Type("Microsoft.Extensions.Options.OptionsBuilder`1") is null)
            return;

        var validations = new Validations(
            start.Knowledge,
            start.Type("System.ComponentModel.DataAnnotations.ValidationAttribute"),
            start.Type("System.ComponentModel.DataAnnotations.IValidatableObject"));
        var hasAnnotations = start.Type("Microsoft.Extensions.DependencyInjection.OptionsBuilderDataAnnotationsExtensions") is not null;
        start.OnCall((site, call) => OnConfigure(site, call, validations, hasAnnotations), "Configure");
        start.OnCall((site, call) => OnAddOptions(site, call, validations, hasAnnotations), "AddOptions", "AddOptionsWithValidateOnStart");
    }

    private static void OnConfigure(Site site, IInvocationOperation call, Validations validations, bool hasAnnotations)
    {
        if (call.TargetMethod is not { ContainingType: { Name: "OptionsConfigurationServiceCollectionExtensions" }, TypeArguments: [INamedTypeSymbol options] }
            || Options(options, site) is null
            || (IsNamed(call) && !call.Arguments[1].Value.ConstantValue.HasValue)
            || validations.IsOnStart(options, site.Cancelled))
        {
            return;
        }

        if (validations.HasValidator(options, site.Cancelled))
            Report(site, call, options, Late("their validator"), Replace(call, OnStart));
        else if (hasAnnotations && validations.Attribute(options) is { } attribute && !validations.AreAttributesValidated(options, site.Cancelled))
            Report(site, call, options, NotAsked(attribute), Replace(call, Annotations + OnStart));
    }

    private static void OnAddOptions(Site site, IInvocationOperation call, Validations validations, bool hasAnnotations)
    {
        if (call.TargetMethod is not { ContainingType.Name: "OptionsServiceCollectionExtensions", TypeArguments: [INamedTypeSymbol options] }
            || Options(options, site) is null
            || OptionsChain.From(call) is not { IsKnown: true, Bind: { } bind } chain)
        {
            return;
        }

        var isOnStart = chain.OnStart || validations.IsOnStart(options, site.Cancelled);
        var areAttributes = chain.ValidatesAttributes || validations.AreAttributesValidated(options, site.Cancelled);
        var hasValidator = validations.HasValidator(options, site.Cancelled);
        if (validations.Attribute(options) is { } attribute && !areAttributes && !hasValidator && hasAnnotations)
            Report(site, call, options, NotAsked(attribute), DiagnosticProperties.With(AddCalls, Annotations + (isOnStart ? "" : OnStart)), bind);
        else if (!isOnStart && (chain.Validates || hasValidator))
            Report(site, call, options, Late(chain.ValidatesAttributes ? "their attributes" : chain.Validates ? "the check" : "their validator"), DiagnosticProperties.With(AddCalls, OnStart), bind);
    }

    /// <summary>The fix, for a statement that calls an extension as one; a name goes with <c>AddOptions</c>.</summary>
    private static ImmutableDictionary<string, string?> Replace(IInvocationOperation call, string calls) =>
        call is { Parent: IExpressionStatementOperation, Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } services } } }
        && call.Arguments[0].Syntax == services
            ? DiagnosticProperties.With(IsNamed(call) ? ReplaceNamed : ReplaceConfigure, calls)
            : DiagnosticProperties.None;

    private static bool IsNamed(IInvocationOperation call) => call.TargetMethod.Parameters[1].Type.SpecialType == SpecialType.System_String;

    private static string NotAsked(string attribute) => "nobody asks the attributes of '" + attribute + "'";

    private static string Late(string what) => "nobody asks " + what + " before the first use";

    /// <summary>The options, if they are of this compilation.</summary>
    private static INamedTypeSymbol? Options(INamedTypeSymbol options, Site site) =>
        CoreTypes.Same(options.ContainingAssembly, site.Knowledge.Compilation.Assembly) ? options : null;

    private static void Report(
        Site site, IInvocationOperation call, INamedTypeSymbol options, string why, ImmutableDictionary<string, string?> properties, IInvocationOperation? bind = null)
    {
        var name = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Name : call.Syntax;

        // The calls are added behind the one that binds, wherever that is in the chain.
        if (bind is not null)
            properties = properties.SetItem("At", bind.TargetMethod.Name);

        site.Report(name, properties, options.Name, why);
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Measurement;

/// <summary>REL0209: a <c>Meter</c> or <c>ActivitySource</c> that is made again and again.</summary>
/// <remarks>
/// Reports <c>new Meter</c> and <c>new ActivitySource</c> in a method that keeps it nowhere, in a property that makes what it
/// returns, and in a field or constructor of a type of which there is one for each request or message (controllers, hubs,
/// gRPC services, handlers, what is registered as transient or scoped). Silent for static fields, singletons, factories,
/// <c>using</c>, <c>Main</c> and <c>IMeterFactory</c>.
/// </remarks>
internal sealed class MeterPerInstanceRule() : Rule(
    "REL0209", "Meter or ActivitySource made again and again", Categories.Measurement, DiagnosticSeverity.Warning,
    "This {0} is made again {1} and never let go: each one is listed for ever, with all its instruments; make it static",
    "The runtime keeps every Meter and ActivitySource in a list until it is disposed, and each listener keeps what it saw of it.")
{
    /// <summary>The fix: a field becomes static.</summary>
    public const string MakeStatic = nameof(MakeStatic);

    /// <summary>The fix: a property makes it once.</summary>
    public const string MakeOnce = nameof(MakeOnce);

    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override void Start(RuleStart start)
    {
        var meter = start.Type("System.Diagnostics.Metrics.Meter");
        var source = start.Type("System.Diagnostics.ActivitySource");
        if (meter is null && source is null)
            return;

        var lifetimes = new InstanceLifetimes(start.Knowledge);
        start.On(OperationKind.ObjectCreation, site =>
        {
            var creation = (IObjectCreationOperation)site.Operation;
            if (CoreTypes.Same(creation.Type, meter) || CoreTypes.Same(creation.Type, source))
                Check(site, creation, lifetimes);
        });
    }

    private static void Check(Site site, IObjectCreationOperation creation, InstanceLifetimes lifetimes)
    {
        if (site.Member.ContainingType is not { } type)
            return;

        var (reason, fix) = creation.User() switch
        {
            IFieldInitializerOperation { InitializedFields: [{ IsStatic: false }] } => (OfInstance(site, type, lifetimes), IsIndependent(creation) ? MakeStatic : null),
            IPropertyInitializerOperation { InitializedProperties: [{ IsStatic: false }] } => (OfInstance(site, type, lifetimes), null),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.IsStatic: false, Instance: IInstanceReferenceOperation } }
                when site.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } => (OfInstance(site, type, lifetimes), null),
            IReturnOperation when site.Member is IMethodSymbol { MethodKind: MethodKind.PropertyGet } getter && creation.Function() is null =>
                ("whenever the property is read", getter.IsStatic && IsIndependent(creation) && creation.Syntax.Parent is ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax } ? MakeOnce : null),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } when IsOrdinary(site) && !IsUsing(declarator) && StaysHere(declarator) => ("by each call", null),
            IInvocationOperation call when IsOrdinary(site) && IsUsedUp(call) => ("by each call", null),
            _ => (null, (string?)null),
        };
        if (reason is not null)
            site.Report(creation.Syntax, fix is null ? DiagnosticProperties.None : DiagnosticProperties.With(fix), creation.Type!.Name, reason);
    }

    private static string? OfInstance(Site site, INamedTypeSymbol type, InstanceLifetimes lifetimes) =>
        !IsDisposable(type, site.Knowledge) && lifetimes.OfMany(type, site.Cancelled) is { } why ? "with each '" + type.Name + "', which " + why : null;

    // Who disposes may dispose of this as well.
    private static bool IsDisposable(INamedTypeSymbol type, Knowledge knowledge)
    {
        if (knowledge.Type("System.IDisposable") is not { } disposable)
            return true;

        foreach (var member in type.GetMembers("Dispose"))
        {
            if (member is IMethodSymbol)
                return true;
        }

        return type.Interfaces.Contains(disposable, SymbolEqualityComparer.Default);
    }

    private static bool IsOrdinary(Site site) =>
        (site.Operation.Function() is not null && site.Knowledge.EntryPoints.Of(site.Operation, site.Member) != 0)
        || (site.Operation.Function() is null
            && site.Member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && !(method is { IsStatic: true, Name: "Main" or "<Main>$" })
            && (site.Knowledge.EntryPoints.Of(method) & Engine.Apis.ApiTraits.EntryWorker) == 0);

    private static bool IsUsing(IVariableDeclaratorOperation declarator)
    {
        for (var outer = declarator.Parent; outer is not null and not IBlockOperation; outer = outer.Parent)
        {
            if (outer is IUsingDeclarationOperation or IUsingOperation)
                return true;
        }

        return false;
    }

    /// <summary>Whether a variable is only called on, and nobody keeps or disposes what it holds.</summary>
    private static bool StaysHere(IVariableDeclaratorOperation declarator)
    {
        foreach (var operation in declarator.Root().Descendants())
        {
            if (operation is ILocalReferenceOperation local && CoreTypes.Same(local.Local, declarator.Symbol)
                && (local.User() is not IInvocationOperation call || !IsUsedUp(call)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether what a call makes is used at once. An instrument that is kept, or that observes by itself, is
    /// registered here, and that may be done once.</summary>
    private static bool IsUsedUp(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (name == "Dispose" || name.StartsWith("CreateObservable", StringComparison.Ordinal))
            return false;

        return !name.StartsWith("Create", StringComparison.Ordinal) || call.User() switch
        {
            IInvocationOperation => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => StaysHere(declarator),
            _ => false,
        };
    }

    /// <summary>Whether a creation needs nothing of its instance.</summary>
    private static bool IsIndependent(IObjectCreationOperation creation)
    {
        foreach (var part in creation.Descendants())
        {
            if (part is IInstanceReferenceOperation or IParameterReferenceOperation)
                return false;
        }

        return true;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>Finds out whether one function alone takes a permit and gives it back. Only then is a way out without release a
/// leak: elsewhere the permit is handed on.</summary>
internal static class PermitUse
{
    /// <summary>The statements that give the permit of a wait back; null where the permit is, or may be, given back by other
    /// code, or depending on something that is remembered.</summary>
    public static IReadOnlyList<IInvocationOperation>? Releases(IInvocationOperation wait, Site site, Permits permits)
    {
        if (!IsOwn(wait.Instance?.Unwrapped(), site))
            return null;

        var releases = new List<IInvocationOperation>();
        foreach (var part in wait.Root().Descendants())
        {
            if (!Places.Same(part, wait.Instance) || part is IInstanceReferenceOperation)
                continue;

            if (part.Function() != wait.Function() || part.User() is not (IInvocationOperation or IPropertyReferenceOperation { Property.Name: "CurrentCount" }))
                return null;

            if (part.User() is IInvocationOperation call)
            {
                if (call.TargetMethod.Name is "Wait" or "WaitAsync")
                    continue;

                if (!permits.IsRelease(call, wait.Instance) || IsRemembered(call, wait))
                    return null;

                releases.Add(call);
            }
        }

        return releases.Count > 0 ? releases : null;
    }

    /// <summary>Whether another member of the type gives back what it did not take: <c>Begin</c> and <c>End</c>, a
    /// signal.</summary>
    public static bool IsReleasedElsewhere(IInvocationOperation wait, Site site, Permits permits)
    {
        if (wait.Instance?.Unwrapped() is not IFieldReferenceOperation { Field: var field })
            return false;

        foreach (var type in new[] { field.ContainingType }.Concat(field.ContainingType.GetTypeMembers()))
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IMethodSymbol method && !CoreTypes.Same(method, site.Member)
                    && Bodies.Of(method, site.Knowledge.Compilation, site.Cancelled) is { } body && OnlyReleases(body, field, permits))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool OnlyReleases(IOperation body, IFieldSymbol field, Permits permits)
    {
        bool releases = false, waits = false;
        foreach (var part in body.Descendants())
        {
            if (part is IInvocationOperation { Instance: { } instance } call && CoreTypes.Same(instance.Symbol(), field) && permits.IsOfSemaphore(call))
            {
                releases |= call.TargetMethod.Name == "Release";
                waits |= call.TargetMethod.Name is "Wait" or "WaitAsync";
            }
        }

        return releases && !waits;
    }

    /// <summary>Whether nobody but this type, or this function, can reach a semaphore.</summary>
    private static bool IsOwn(IOperation? semaphore, Site site) => semaphore switch
    {
        ILocalReferenceOperation => true,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: { DeclaredAccessibility: Accessibility.Private } field } =>
            CoreTypes.Same(field.ContainingType.OriginalDefinition, site.Member.ContainingType?.OriginalDefinition),
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } } => true,
        _ => false,
    };

    /// <summary><c>if (isTaken) semaphore.Release();</c>: whether it was taken is in a variable, which nobody follows
    /// here.</summary>
    private static bool IsRemembered(IInvocationOperation release, IInvocationOperation wait)
    {
        for (var outer = release.Enclosing<IConditionalOperation>(); outer is not null; outer = outer.Enclosing<IConditionalOperation>())
        {
            if (wait.IsWithin(outer))
                break;

            var branch = release.IsWithin(outer.WhenTrue) ? outer.WhenTrue : outer.WhenFalse;
            if (branch is not IBlockOperation block || Catches.EndIsReachable(block))
                return true;
        }

        return release.Enclosing<ISwitchOperation>() is { } choice && !wait.IsWithin(choice);
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Cancellation;

/// <summary>Tells code that runs again and again from code that runs once: what is left behind once is no leak.</summary>
internal static class RunsOften
{
    public static bool Is(Site site)
    {
        if (site.Operation.Function() is not null || site.Operation.Enclosing<ILoopOperation>() is not null)
            return true;

        return site.Member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method
            && !site.Knowledge.EntryPoints.Of(method).HasFlag(ApiTraits.EntryWorker)
            && !site.Knowledge.EntryPoints.IsShutdown(method)
            && !IsStart(method, site.Knowledge.Core)
            && !CoreTypes.Same(method, site.Knowledge.Compilation.GetEntryPoint(site.Cancelled));
    }

    private static bool IsStart(IMethodSymbol method, CoreTypes core)
    {
        if (core.HostedService is not { } service)
            return false;

        foreach (var member in service.GetMembers("StartAsync"))
        {
            if (CoreTypes.Same(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                return true;
        }

        return false;
    }
}

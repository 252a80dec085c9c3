using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Reliability;

/// <summary>Finds the site of a method that a framework calls, by the <c>[Slo]</c> on it.</summary>
internal static class OperationPlaces
{
    private static readonly ConcurrentDictionary<MethodInfo, OperationSite?> s_known = [];

    /// <summary>The site, or null when the method promises nothing or is counted around its body.</summary>
    public static OperationSite? Find(MethodInfo method) => s_known.GetOrAdd(method, static method => Search(method));

    /// <summary>Looks everything up again, after an edit of the running program.</summary>
    public static void Forget() => s_known.Clear();

    /// <summary>The site of a declaration that stands in a type or in a base of it.</summary>
    public static OperationSite? Find(ServiceLevelAttribute slo, Type? type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
            LetItsAssemblyAnnounceItself(declaring);

        var candidates = OperationRegistry.At(slo.Member, slo.Line);
        for (; type is not null; type = type.BaseType)
        {
            foreach (var (declaringType, site) in candidates)
            {
                if (declaringType == (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName)
                    return site;
            }
        }

        return null;
    }

    /// <summary>A library is loaded when something of it is first used; its operations are known from then on.</summary>
    private static void LetItsAssemblyAnnounceItself(Type type)
    {
        // Ahead-of-time compiled programs announce everything when they start.
        if (RuntimeFeature.IsDynamicCodeSupported)
            RuntimeHelpers.RunModuleConstructor(type.Module.ModuleHandle);
    }

    private static OperationSite? Search(MethodInfo method)
    {
        // The nearest: that of the method, not that of its class.
        var type = method.ReflectedType ?? method.DeclaringType;
        var slo = method.GetCustomAttribute<ServiceLevelAttribute>() ?? type?.GetCustomAttribute<ServiceLevelAttribute>();
        return slo is null ? null : Find(slo, type);
    }
}

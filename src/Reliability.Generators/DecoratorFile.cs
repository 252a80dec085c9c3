using System.Globalization;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>What is emitted for one interface: the class that stands before its implementations.</summary>
/// <param name="HintName">The name of the file.</param>
/// <param name="Namespace">The namespace of the assembly's emitted types.</param>
/// <param name="IsPublic">Whether decorators of other assemblies can build on the class.</param>
/// <param name="Shape">The interface.</param>
/// <param name="Promises">Its promises.</param>
internal sealed record DecoratorFile(string HintName, string Namespace, bool IsPublic, DecoratedInterface Shape, EquatableArray<DecoratorPromise> Promises)
{
    /// <summary>One file for each interface that has a promise, sorted by name.</summary>
    public static IEnumerable<DecoratorFile> Group(OperationSet set, AssemblyFacts assembly)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return Interfaces(set)
            .Select(type => new DecoratorFile(
                HookFile.FileName(type.Key + ".Decorator", taken),
                assembly.Namespace,
                assembly.IsLibrary && ShapeOf(type).IsPublic,
                ShapeOf(type),
                type.Select(DecoratorPromise.Of).OrderBy(promise => promise.Method, StringComparer.Ordinal).ToEquatableArray()));
    }

    /// <summary>The decorated interfaces, sorted by name.</summary>
    public static IEnumerable<DecoratedInterface> Shapes(OperationSet set) => Interfaces(set).Select(ShapeOf);

    /// <summary>The method that announces the decorator of an interface.</summary>
    public static string Announcement(DecoratedInterface shape) => "Add_" + shape.ClassName + (shape.Arity == 0 ? "" : shape.Arity.ToString(CultureInfo.InvariantCulture));

    /// <summary>The promise that covers a method, or null: its own, or that of the interface.</summary>
    public DecoratorPromise? PromiseOf(DecoratedMethod method) =>
        Promises.FirstOrDefault(promise => promise.Method == method.Key)
        ?? (method.IsCountedByType ? Promises.FirstOrDefault(promise => promise.Method is null) : null);

    private static IEnumerable<IGrouping<string, OperationDeclaration>> Interfaces(OperationSet set) => set.Declarations
        .Where(declaration => declaration.Decorator is not null)
        .GroupBy(declaration => declaration.Decorator!.Interface, StringComparer.Ordinal)
        .Where(type => type.Any(declaration => declaration.Decorator!.Shape is not null))
        .OrderBy(type => type.Key, StringComparer.Ordinal);

    private static DecoratedInterface ShapeOf(IEnumerable<OperationDeclaration> type) => type.Select(declaration => declaration.Decorator!.Shape).First(shape => shape is not null)!;
}

/// <summary>One promise as its decorator keeps it.</summary>
/// <param name="Method">The <see cref="DecoratedMethod.Key"/>; null for the interface itself.</param>
/// <param name="Identifier">The class that holds the site; null when the promise cannot be kept.</param>
/// <param name="Good">The static method that tells good results from bad ones, as source; null when each is good.</param>
internal sealed record DecoratorPromise(string? Method, string? Identifier, string? Good)
{
    /// <summary>The promise of a declaration.</summary>
    public static DecoratorPromise Of(OperationDeclaration declaration) => new(
        declaration.Decorator!.Method,
        declaration.Operation is { } operation ? OperationNames.Identifier(operation.Name) : null,
        declaration.Decorator.Good);
}

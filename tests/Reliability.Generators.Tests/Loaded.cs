using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Reliability.Generators.Tests;

/// <summary>A project that was compiled with what was emitted into it, and loaded as a process loads it.</summary>
internal sealed class Loaded(Project project, Assembly assembly)
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    public Assembly Assembly => assembly;

    /// <summary>Loads the project, and those it refers to, into a context of its own, and starts it.</summary>
    public static Loaded From(Project project, params (string Name, byte[] Image)[] references)
    {
        var context = new AssemblyLoadContext(project.Name, isCollectible: true);
        context.Resolving += (_, name) => references.FirstOrDefault(reference => reference.Name == name.Name) is { Image: { } image }
            ? context.LoadFromStream(new MemoryStream(image))
            : null;
        var assembly = context.LoadFromStream(new MemoryStream(Image(project)));
        RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
        return new(project, assembly);
    }

    /// <summary>The assembly of a project, as bytes.</summary>
    public static byte[] Image(Project project)
    {
        using var image = new MemoryStream();
        var result = project.Generate().Output.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return image.ToArray();
    }

    /// <summary>The site of an operation, by the identifier of its emitted class.</summary>
    public OperationSite Site(string identifier) =>
        (OperationSite)assembly.GetType($"{project.Namespace}.Operations+__{identifier}", throwOnError: true)!.GetField("Site", Any)!.GetValue(null)!;

    /// <summary>Calls a method as its caller would: exceptions come as they are.</summary>
    public object? Call(string type, string method, params object?[] arguments)
    {
        var declaring = assembly.GetType(type, throwOnError: true)!;
        var found = declaring.GetMethod(method, Any)!;
        var target = found.IsStatic ? null : Activator.CreateInstance(declaring);
        return found.Invoke(target, Any | BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    /// <summary>Calls a method of the class <c>Service</c>, however it ends, and waits for it.</summary>
    public async Task<Exception?> Outcome(string method, params object?[] arguments)
    {
        try
        {
            switch (Call("Service", method, arguments))
            {
                case Task task:
                    await task;
                    break;
                case ValueTask task:
                    await task;
                    break;
                case ValueTask<int> task:
                    await task;
                    break;
            }

            return null;
        }
#pragma warning disable CA1031 // the outcome is what the test asks for
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }
}

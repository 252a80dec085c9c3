namespace Reliability.Declarations;

/// <summary>How emitted code marks itself.</summary>
public static class GeneratedCode
{
    /// <summary>The tool in <c>[GeneratedCode]</c>.</summary>
    public const string Tool = "Reliability.Generators";

    /// <summary>How the names of emitted files end.</summary>
    public const string FileSuffix = ".Reliability.g.cs";

    /// <summary>The type that announces an assembly's operations.</summary>
    public const string Registration = "Registration";

    /// <summary>The namespace of an assembly's own emitted types. The assembly is part of it, so that assemblies that see
    /// each other's internals do not collide, nor those that differ in a dot only.</summary>
    /// <param name="assemblyName">The assembly.</param>
    public static string Namespace(string assemblyName)
    {
        var name = string.Concat(assemblyName.Select(c => char.IsLetterOrDigit(c) ? c.ToString() : c == '.' ? "_" : "__"));
        return "Reliability.Generated." + (name.Length > 0 && char.IsDigit(name[0]) ? "_" + name : name);
    }
}

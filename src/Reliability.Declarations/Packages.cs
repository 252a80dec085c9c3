using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>The packages that count, and the type by which one sees that a package is referenced.</summary>
public static class Packages
{
    /// <summary>Counts partial methods, decorated interfaces and what measures by itself.</summary>
    public const string Runtime = "Reliability";

    /// <summary>Counts endpoints and hub methods.</summary>
    public const string AspNetCore = "Reliability.AspNetCore";

    /// <summary>Counts consumers of MassTransit.</summary>
    public const string MassTransit = "Reliability.MassTransit";

    /// <summary>Counts jobs of Hangfire.</summary>
    public const string Hangfire = "Reliability.Hangfire";

    /// <summary>Whether a compilation refers to a package.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="package">One of the constants of this class.</param>
    public static bool IsReferenced(Compilation compilation, string package) => compilation.GetTypeByMetadataName(Marker(package)) is not null;

    private static string Marker(string package) => package switch
    {
        AspNetCore => TypeNames.EndpointRuntime,
        MassTransit => "Reliability.MassTransit.OperationConsumeFilter`1",
        Hangfire => "Reliability.Hangfire.OperationJobFilter",
        _ => TypeNames.OperationSite,
    };
}

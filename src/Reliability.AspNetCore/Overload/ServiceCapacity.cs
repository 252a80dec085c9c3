using System.Reflection;
using Microsoft.Extensions.Hosting;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>What the program says of the service as a whole.</summary>
internal sealed class ServiceCapacity
{
    public ServiceCapacity(IHostEnvironment environment)
        : this(ProgramOf(environment))
    {
    }

    internal ServiceCapacity(Assembly? program)
        : this(Identity(program), program?.GetCustomAttribute<CapacityAttribute>())
    {
    }

    internal ServiceCapacity(ServiceIdentity service, CapacityAttribute? capacity)
    {
        Service = service;
        Gate = capacity is { MaxConcurrency: > 0 } ? AdmissionGate.Create(service, operation: null, EndpointCapacities.Limits(capacity)) : null;
    }

    /// <summary>Which service it is.</summary>
    public ServiceIdentity Service { get; }

    /// <summary>The gate of the whole service; null when there is none.</summary>
    public AdmissionGate? Gate { get; }

    /// <summary>The host may be started by a test or a tool; the application is named all the same.</summary>
    private static Assembly? ProgramOf(IHostEnvironment environment)
    {
        try
        {
            return Assembly.Load(new AssemblyName(environment.ApplicationName));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or ArgumentException)
        {
            return Assembly.GetEntryAssembly();
        }
    }

    /// <summary>The same name that the generator gives the operations of the assembly.</summary>
    private static ServiceIdentity Identity(Assembly? program) => new()
    {
        Name = program?.GetCustomAttribute<ServiceAttribute>()?.Name is { } name && !string.IsNullOrWhiteSpace(name)
            ? name
            : KebabCase.From(program?.GetName().Name ?? "service"),
    };
}

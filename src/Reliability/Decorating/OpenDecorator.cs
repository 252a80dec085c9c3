using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Reliability.Decorating;

/// <summary>The decorator of a generic interface.</summary>
internal sealed class OpenDecorator(Type service, [DynamicallyAccessedMembers(OpenDecorator.Members)] Type decorator) : ServiceDecorator(service)
{
    /// <summary>The constructor for containers, and the method for implementations.</summary>
    public const DynamicallyAccessedMemberTypes Members = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods;

    private const string Of = nameof(Of);

    /// <summary>The class, without arguments.</summary>
    [DynamicallyAccessedMembers(Members)]
    public Type Type { get; } = decorator;

    /// <summary>The decorator of the interface with its arguments.</summary>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Arguments of reference type share code that exists; values are refused where code cannot be made.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The class has the constraints of its interface, and Members are kept.")]
    public ServiceDecorator Close(Type service)
    {
        var arguments = service.GetGenericArguments();
        if (!RuntimeFeature.IsDynamicCodeSupported && arguments.FirstOrDefault(argument => argument.IsValueType) is { } value)
        {
            throw new NotSupportedException(
                $"'{service}' cannot be decorated in a program that is compiled ahead of time, because '{value}' is a value type: declare an interface that inherits it and has a method with an [Slo] of its own.");
        }

        var of = MethodInvoker.Create(Type.MakeGenericType(arguments).GetMethod(Of, BindingFlags.Public | BindingFlags.Static)!);
        return new ClosedDecorator(service, inner => of.Invoke(null, inner)!);
    }

    protected override object Create(object inner) => throw new NotSupportedException();
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine;

/// <summary>Compares where values are kept: a local, a parameter, a field of the same object.</summary>
internal static class Places
{
    /// <summary>Whether two operations read the same place. What is computed anew each time, such as an element of a
    /// dictionary, is never the same.</summary>
    public static bool Same(IOperation? one, IOperation? other) => (one?.Unwrapped(), other?.Unwrapped()) switch
    {
        (null, null) => true,
        (ILocalReferenceOperation a, ILocalReferenceOperation b) => CoreTypes.Same(a.Local, b.Local),
        (IParameterReferenceOperation a, IParameterReferenceOperation b) => CoreTypes.Same(a.Parameter, b.Parameter),
        (IFieldReferenceOperation a, IFieldReferenceOperation b) => CoreTypes.Same(a.Field, b.Field) && Same(a.Instance, b.Instance),
        (IPropertyReferenceOperation { Arguments.IsEmpty: true } a, IPropertyReferenceOperation { Arguments.IsEmpty: true } b) =>
            CoreTypes.Same(a.Property, b.Property) && Same(a.Instance, b.Instance),
        (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
        _ => false,
    };
}

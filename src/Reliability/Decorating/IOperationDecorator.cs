namespace Reliability;

/// <summary>Stands before an implementation of an interface and counts the calls that are promised. Emitted code implements
/// it.</summary>
public interface IOperationDecorator
{
    /// <summary>The implementation.</summary>
    object Inner { get; }
}

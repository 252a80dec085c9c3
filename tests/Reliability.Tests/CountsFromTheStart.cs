using System.Runtime.CompilerServices;

namespace Reliability.Tests;

/// <summary>Counting begins with the first reader of the process, and tests run in any order: what one of them counts must not hang on whether another
/// has listened before.</summary>
internal static class CountsFromTheStart
{
#pragma warning disable CA2255 // this assembly is no library
    [ModuleInitializer]
    internal static void Begin() => Counting.TurnOn();
#pragma warning restore CA2255
}

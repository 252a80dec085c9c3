namespace Reliability.Overload;

/// <summary>What the host is configured with, for gates that emitted code creates before there is a host.</summary>
internal static class OverloadSettings
{
    private static OverloadOptions s_current = new();

    public static OverloadOptions Current
    {
        get => Volatile.Read(ref s_current);
        set => Volatile.Write(ref s_current, value);
    }
}

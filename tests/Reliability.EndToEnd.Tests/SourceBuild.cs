namespace Reliability.EndToEnd.Tests;

/// <summary>Tests that build a sample from the sources share its output, so one of them runs at a time.</summary>
internal static class SourceBuild
{
    public const string Collection = "Builds from the sources";
}

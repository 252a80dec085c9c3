namespace Reliability.EndToEnd.Tests;

/// <summary>Generated code in a project that is stricter than most.</summary>
public sealed class GeneratedCodeTests(PackageFeed feed)
{
    [Fact]
    public async Task All_rules_as_errors_find_nothing_in_generated_code()
    {
        using var project = ConsumerProject.Create(
            feed, "Microsoft.NET.Sdk", "Reliability",
            items: $"""<PackageReference Include="Reliability.Analyzers" Version="{PackageFeed.Version}" />""",
            properties: """
            <ImplicitUsings>disable</ImplicitUsings>
            <RootNamespace>Acme.Reliability.System</RootNamespace>
            <LangVersion>latest</LangVersion>
            <AnalysisLevel>latest-all</AnalysisLevel>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            """);
        project.Write("Strict.cs",
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using Reliability;

            [assembly: CLSCompliant(false)]
            [assembly: System.Runtime.InteropServices.ComVisible(false)]

            namespace Acme.Reliability.System;

            /// <summary>Strict.</summary>
            public static partial class Strict
            {
                /// <summary>Nothing.</summary>
                [Slo(99.9)]
                public static partial void Nothing();

                /// <summary>A value.</summary>
                /// <param name="seed">A seed.</param>
                [Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = 300, Exclude = [typeof(ArgumentException)])]
                public static partial int Value(int seed);

                /// <summary>A task.</summary>
                /// <param name="cancellationToken">A token.</param>
                [Slo(99.9)]
                public static partial Task WorkAsync(CancellationToken cancellationToken);

                /// <summary>A result.</summary>
                /// <typeparam name="T">A type.</typeparam>
                /// <param name="value">A value.</param>
                /// <param name="cancellationToken">A token.</param>
                [Slo(99.9)]
                public static partial Task<T?> ResultAsync<T>(T? value, CancellationToken cancellationToken) where T : class;

                /// <summary>A value task.</summary>
                [Slo(99.9)]
                public static partial ValueTask FastAsync();

                /// <summary>A value task with a result.</summary>
                /// <param name="name">A name.</param>
                [Slo(99.9)]
                public static partial ValueTask<string?> FastResultAsync(string? name);

                private static void NothingCore()
                {
                }

                private static int ValueCore(int seed) => seed + 1;

                private static Task WorkAsyncCore(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);

                private static Task<T?> ResultAsyncCore<T>(T? value, CancellationToken cancellationToken)
                    where T : class =>
                    Task.Delay(1, cancellationToken).ContinueWith(_ => value, cancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);

                private static ValueTask FastAsyncCore() => default;

                private static ValueTask<string?> FastResultAsyncCore(string? name) => new(name);
            }
            """);
        Assert.Empty(await project.BuildAsync());
    }

    /// <summary>What is newer than the compiler that the generator is built against, which its own tests cannot try.</summary>
    [Fact]
    public async Task What_only_the_newest_compiler_knows_is_emitted_correctly()
    {
        using var project = ConsumerProject.Create(
            feed, "Microsoft.NET.Sdk", "Reliability",
            items: $"""<PackageReference Include="Reliability.Analyzers" Version="{PackageFeed.Version}" />""",
            properties: """
            <ImplicitUsings>enable</ImplicitUsings>
            <LangVersion>latest</LangVersion>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            """);
        project.Write("Newest.cs",
            """
            using Reliability;

            public interface IText
            {
                [Slo(99)] int Length<T>(scoped T text) where T : IEnumerator<char>, allows ref struct;

                [Slo(99)] int Count(params ReadOnlySpan<int> all);
            }

            public partial class Newest
            {
                [Slo(99, Name = "take")]
                public partial void Take<T>(scoped T value) where T : allows ref struct;

                private void TakeCore<T>(scoped T value) where T : allows ref struct
                {
                }

                [Slo(99, Name = "sum")]
                public static partial int Sum(params ReadOnlySpan<int> all);

                private static int SumCore(params ReadOnlySpan<int> all) => all.Length;

                [Slo(99, Name = "first")]
                public partial ref readonly int First(params Span<int> all);

                private ref readonly int FirstCore(params Span<int> all) => ref s_none;

                private static readonly int s_none;
            }
            """);
        Assert.Empty(await project.BuildAsync());
    }
}

using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Generators.Tests;

/// <summary>Same sources, same bytes.</summary>
public class DeterminismTests
{
    private static readonly Project s_project = new Project { Name = "Determined", SourceRoot = "/repo" }
        .With("/repo/Profile.cs", """
            using Reliability;
            [assembly: Service("shop", Tier = ServiceTier.High)]
            [Availability(99.25), Latency(99.5, Milliseconds = 1.5), Latency(50, Milliseconds = 0.25), Window(Days = 28)]
            class Profile : SloProfile;
            """)
        .With("/repo/M.cs", "using Reliability; [assembly: MetricSlo(\"i\", 99.125, Metric = \"http.server.request.duration\", Bad = new[] { \"a=b\" }, LatencyTarget = 99.5, LatencyMilliseconds = 0.5, EventsPerHour = 0.25)]")
        .With("/repo/N.cs", "using Reliability; [assembly: MetricSlo(\"I2\", 99.125, Metric = \"http.client.request.duration\", Bad = new[] { \"a=b\" })]")
        .With("/repo/A.cs", "using Reliability; partial class Istanbul { [Slo<Profile>] public partial int TITLE(int i); private int TITLECore(int i) => i; }")
        .With("/repo/B.cs", "using Reliability; partial class istanbul { [Slo(99.125)] public partial void idiom(); private void idiomCore() { } }")
        .With("/repo/C.cs", "using Reliability; partial class Other { [Slo(99.125, Name = \"x\")] public partial void X(); private void XCore() { } }")
        .With("/repo/D.cs", "using Reliability; partial class Other { [Slo(99.5, Name = \"y\", Exclude = new[] { typeof(System.TimeoutException), typeof(System.ArgumentException) })] public partial void Y(); private void YCore() { } }")
        .With("/repo/E.cs", "using Reliability; partial class Twice { [Slo<Profile>(Name = \"twice\")] public partial void P(); private void PCore() { } }")
        .With("/repo/G.cs", "using Reliability; [assembly: DependsOn(\"i\")] class Istanbul2 { [Readiness, Liveness(TimeoutMilliseconds = 250)] public bool IsIdle() => true; [DependsOn(\"db\", Required = false)] void X() { } }")
        .With("/repo/H.cs", "using Reliability; [assembly: DependsOn(\"I\", Required = false)] class Other2 { [Startup] public static bool isIdle2() => true; [DependsOn(\"db\", Check = nameof(Ping))] void Y() { } internal bool Ping() => true; }")
        .With("/repo/I.cs", "using Reliability; [Heartbeat(MaxSilenceSeconds = 1.5)] class Idle { [HealthGroup(\"b\"), HealthGroup(\"a\")] internal bool B() => true; }")
        .With("/repo/J.cs", "using Reliability; [Heartbeat(MaxSilenceSeconds = 0.25)] class inner { [HealthGroup(\"a\")] internal bool A() => true; [DependsOn(\"db\")] void Z() { } }")
        .With("/repo/F.cs", "using Reliability; partial class Twice { [Slo(99, Name = \"twice\")] public partial void Q(); private void QCore() { } }");

    [Fact]
    public void The_order_of_files_does_not_matter()
    {
        var expected = s_project.Generate().Text;
        for (var seed = 0; seed < 20; seed++)
        {
            var files = s_project.Files.ToArray();
            new Random(seed).Shuffle(files);
            Assert.Equal(expected, (s_project with { Files = [.. files] }).Generate().Text);
        }
    }

    [Theory]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_culture_does_not_matter(string name)
    {
        var expected = s_project.Generate().Text;
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(name);
            Assert.NotEqual(99.25.ToString(CultureInfo.InvariantCulture) + "I".ToLowerInvariant(), 99.25.ToString(CultureInfo.CurrentCulture) + "I".ToLower(CultureInfo.CurrentCulture));
            Assert.Equal(expected, s_project.Generate().Text);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Lines_end_in_one_way() => Assert.DoesNotContain('\r', (s_project with
    {
        Files = [.. s_project.Files.Select(file => (file.Path, file.Text.Replace(";", ";\r\n", StringComparison.Ordinal)))],
    }).Generate().Text);

    [Fact]
    public void A_cancelled_run_says_so()
    {
        using var cancellation = new CancellationTokenSource();
        var driver = s_project.Driver(new CancelsWhenRead(cancellation));
        Assert.ThrowsAny<OperationCanceledException>(() => driver.RunGenerators(s_project.Compile(), cancellation.Token));
    }

    /// <summary>Cancels in the middle of a run.</summary>
    private sealed class CancelsWhenRead(CancellationTokenSource cancellation) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions
        {
            get
            {
                cancellation.Cancel();
                return GetOptions((AdditionalText)null!);
            }
        }

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => throw new NotSupportedException();

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile)
        {
            cancellation.Token.ThrowIfCancellationRequested();
            throw new NotSupportedException();
        }
    }
}

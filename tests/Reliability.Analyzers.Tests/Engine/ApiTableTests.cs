using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.ApiTables;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Tests.Engine;

/// <summary>What is known of APIs is read as it is written, exists, and can be corrected; what cannot be read is
/// reported.</summary>
public class ApiTableTests
{
    private const string Words =
        "remote, write, blocking, unbounded, times-out-as-cancellation, paces, result-matters, entry-request, entry-message, entry-job, entry-worker, shutdown, begins-transaction, retries-delegate, patient, logs, best-effort, redelivers, gives-back, timeout=…, attempts=…";

    // Known to us, and in no package that tests may refer to.
    private static readonly string[] s_strangers = ["MediatR.", "NServiceBus.", "Rebus.", "Azure.Messaging.ServiceBus."];

    // Where other versions of a package declare what ours declares elsewhere: EF Core 7 and 8.
    private static readonly string[] s_otherVersions =
        ["Microsoft.EntityFrameworkCore.RelationalQueryableExtensions.ExecuteDeleteAsync", "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions.ExecuteUpdateAsync"];

    private static readonly Compilation s_universe = AllRules.Compile([]);

    public static TheoryData<string> OwnLines => [.. ApiFiles.Own.Lines.Select(line => line.Line.Type + ".{" + string.Join(",", line.Line.Members) + "}").Distinct()];

    [Theory]
    [InlineData("A.B.C : remote", "A.B", "C", "Remote", null, 1)]
    [InlineData("  A.B.{C, D}  :  remote , write  # why", "A.B", "C|D", "Remote, Write", null, 1)]
    [InlineData("A.B`1.* : blocking, timeout=none", "A.B`1", "*", "Blocking", -1, 1)]
    [InlineData("A.B.C : timeout=500ms", "A.B", "C", "None", 500, 1)]
    [InlineData("A.B.C : timeout=100s, attempts=4", "A.B", "C", "None", 100_000, 4)]
    [InlineData("A.B.C : timeout=5m, times-out-as-cancellation", "A.B", "C", "TimesOutAsCancellation", 300_000, 1)]
    [InlineData("A.B+N.C : entry-request, entry-message, entry-job, entry-worker", "A.B+N", "C", "Entry", null, 1)]
    public void A_line_is_read(string text, string type, string members, string traits, int? milliseconds, int attempts)
    {
        var (line, problem) = ApiLine.Parse(text);
        Assert.Null(problem);
        Assert.NotNull(line);
        Assert.Equal((type, members), (line.Type, string.Join('|', line.Members)));
        Assert.Equal(
            (traits, milliseconds is { } number ? TimeSpan.FromMilliseconds(number) : (TimeSpan?)null, attempts),
            (line.Facts.Traits.ToString(), line.Facts.Timeout, line.Facts.Attempts));
    }

    [Fact]
    public void Every_trait_can_be_written()
    {
        foreach (var word in Words.Split(", ").Where(word => !word.Contains('=', StringComparison.Ordinal)))
            Assert.Null(ApiLine.Parse("A.B.C : " + word).Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("# A.B.C : remote")]
    public void A_line_may_say_nothing(string text) => Assert.Equal((null, null), ApiLine.Parse(text));

    [Theory]
    [InlineData("A.B.C remote", "there is no ':' between the members and what is known of them")]
    [InlineData("C : remote", "'C' is not of the form Namespace.Type.Member or Namespace.Type.{Member, Member}")]
    [InlineData("A.B{C} : remote", "'A.B{C}' is not of the form Namespace.Type.Member or Namespace.Type.{Member, Member}")]
    [InlineData("A.B.{C, D : remote", "'A.B.{C, D' is not of the form Namespace.Type.Member or Namespace.Type.{Member, Member}")]
    [InlineData("A.B.{C, } : remote", "a member has no name")]
    [InlineData("A.B. : remote", "a member has no name")]
    [InlineData("A.B.C : timeout=soon", "'timeout=soon' is not a time: write timeout=none, timeout=500ms, timeout=100s or timeout=5m")]
    [InlineData("A.B.C : timeout=5h", "'timeout=5h' is not a time: write timeout=none, timeout=500ms, timeout=100s or timeout=5m")]
    [InlineData("A.B.C : timeout=-5s", "'timeout=-5s' is not a time: write timeout=none, timeout=500ms, timeout=100s or timeout=5m")]
    [InlineData("A.B.C : attempts=0", "'attempts=0' is not a number of attempts from 1")]
    [InlineData("A.B.C : attempts=many", "'attempts=many' is not a number of attempts from 1")]
    [InlineData("A.B.C : remot", "'remot' is not known; known are " + Words)]
    [InlineData("A.B.C : Remote", "'Remote' is not known; known are " + Words)]
    [InlineData("A.B.C : entry", "'entry' is not known; known are " + Words)]
    [InlineData("A.B.C :", "'' is not known; known are " + Words)]
    public void A_bad_line_says_what_is_wrong(string text, string expected)
    {
        var (line, problem) = ApiLine.Parse(text);
        Assert.Null(line);
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Our_own_table_can_be_read()
    {
        Assert.Empty(ApiFiles.Own.Problems);
        Assert.NotEmpty(ApiFiles.Own.Lines);
    }

    [Theory]
    [MemberData(nameof(OwnLines))]
    public void What_our_own_table_names_exists(string text)
    {
        var (line, _) = ApiLine.Parse(text + " : remote");
        if (s_strangers.Any(stranger => line!.Type.StartsWith(stranger, StringComparison.Ordinal)))
            return;

        var type = KnownTypes.Find(s_universe, line!.Type);
        Assert.True(type is not null, "there is no type " + line.Type);
        Assert.All(line.Members, member => Assert.True(
            member == "*" || Has(type, member) || s_otherVersions.Contains(line.Type + "." + member),
            line.Type + " has no " + member));
    }

    [Fact]
    public void No_stranger_is_listed_in_vain() => Assert.All(
        s_strangers,
        stranger => Assert.All(
            ApiFiles.Own.Lines.Where(line => line.Line.Type.StartsWith(stranger, StringComparison.Ordinal)),
            line => Assert.Null(KnownTypes.Find(s_universe, line.Line.Type))));

    [Fact]
    public void The_last_line_about_a_member_wins()
    {
        var facts = Facts(
            Table("a.reliability.apis.txt", "System.Net.Http.HttpClient.GetAsync : remote, timeout=1s\nSystem.Net.Http.HttpClient.GetAsync : paces, timeout=2s"),
            "System.Net.Http.HttpClient", "GetAsync");
        Assert.Equal(new ApiFacts(ApiTraits.Paces, TimeSpan.FromSeconds(2)), facts);
    }

    [Fact]
    public void A_line_of_the_project_wins_over_ours() => Assert.Equal(
        TimeSpan.FromSeconds(7),
        Facts(Table("reliability.apis.txt", "System.Net.Http.HttpClient.GetAsync : remote, timeout=7s"), "System.Net.Http.HttpClient", "GetAsync")?.Timeout);

    [Fact]
    public void What_is_known_of_a_client_is_not_hidden_by_what_it_derives_from()
    {
        var facts = Facts(Table("reliability.apis.txt", ""), "System.Net.Http.HttpClient", "SendAsync");
        Assert.Equal(new ApiFacts(ApiTraits.Remote | ApiTraits.TimesOutAsCancellation, TimeSpan.FromSeconds(100)), facts);
    }

    [Fact]
    public void A_bad_line_takes_nothing_away() => Assert.Equal(
        TimeSpan.FromSeconds(100),
        Facts(Table("reliability.apis.txt", "System.Net.Http.HttpClient.GetAsync : remot"), "System.Net.Http.HttpClient", "GetAsync")?.Timeout);

    [Fact]
    public void An_additional_file_adds_what_we_do_not_know()
    {
        const string Text = "System.Text.StringBuilder.Append : remote, blocking, attempts=2";
        Assert.Null(Facts(Table("readme.txt", Text), "System.Text.StringBuilder", "Append"));
        Assert.Null(Facts(Table("unreliability.apis.txt", Text), "System.Text.StringBuilder", "Append"));
        Assert.Equal(
            new ApiFacts(ApiTraits.Remote | ApiTraits.Blocking, Attempts: 2), Facts(Table("/src/house.reliability.apis.txt", Text), "System.Text.StringBuilder", "Append"));
    }

    [Fact]
    public void A_table_may_name_the_methods_of_the_project_itself()
    {
        var compilation = AllRules.Compile([("Bus.cs", "public static class Bus { public static Task Next() => Task.CompletedTask; }")]);
        var knowledge = new Knowledge(compilation, Options(Table("reliability.apis.txt", "Bus.Next : paces")), TestContext.Current.CancellationToken);
        Assert.True(knowledge.Apis.Has((IMethodSymbol)knowledge.Type("Bus")!.GetMembers("Next").Single(), ApiTraits.Paces));
    }

    [Fact]
    public async Task A_bad_line_is_reported_where_it_is()
    {
        var reports = await Reports(Table("/src/house.reliability.apis.txt", "# ours\nA.B.C : remote\n\n  A.B.D : remot\nA.B.E remote\n"));
        Assert.Equal(
            ["/src/house.reliability.apis.txt: (3,0)-(3,15): This line says nothing to the rules: 'remot' is not known; known are " + Words,
             "/src/house.reliability.apis.txt: (4,0)-(4,12): This line says nothing to the rules: there is no ':' between the members and what is known of them"],
            reports.Select(report => report.Location.GetLineSpan() + ": " + report.GetMessage(CultureInfo.InvariantCulture)));
        Assert.All(reports, report => Assert.Equal(("REL0001", DiagnosticSeverity.Warning), (report.Id, report.Severity)));
    }

    [Theory]
    [InlineData("house.reliability.apis.txt", "A.B.C : remote")]
    [InlineData("house.reliability.apis.txt", "")]
    [InlineData("notes.txt", "A.B.C remote")]
    public async Task Nothing_is_said_of_good_tables_and_other_files(string path, string text) => Assert.Empty(await Reports(Table(path, text)));

    private static bool Has(INamedTypeSymbol type, string member)
    {
        for (var self = type; self is not null; self = self.BaseType)
        {
            if (!self.GetMembers(member).IsEmpty)
                return true;
        }

        return type.AllInterfaces.Any(implemented => !implemented.GetMembers(member).IsEmpty);
    }

    private static ApiFacts? Facts(AdditionalText table, string type, string member)
    {
        var knowledge = new Knowledge(s_universe, Options(table), TestContext.Current.CancellationToken);
        return knowledge.Apis.Of((IMethodSymbol)knowledge.Type(type)!.GetMembers(member)[0]);
    }

    private static async Task<IReadOnlyList<Diagnostic>> Reports(AdditionalText table)
    {
        var reports = await s_universe
            .WithAnalyzers([new CatalogueAnalyzer([new ApiTableCannotBeReadRule()])], Options(table))
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. reports.OrderBy(report => report.Location.SourceSpan)];
    }

    private static AnalyzerOptions Options(AdditionalText table) => new([table]);

    private static TextFile Table(string path, string text) => new(path, text);

    private sealed class TextFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}

using Microsoft.CodeAnalysis.Testing;
using Reliability.Analyzers.Tests.Testing;
using Reliability.Analyzers.Time;
using Reliability.CodeFixes.Engine;

namespace Reliability.Analyzers.Tests.Engine;

/// <summary>Who says that something is meant, and why, is not told again; who gives no reason is.</summary>
public class OnPurposeTests
{
    private const string Wait = "Thread.Sleep(TimeSpan.FromSeconds(30).Milliseconds);";

    [Theory]
    [InlineData("[OnPurpose(\"REL1301\", \"a blink\")]", "", "")]
    [InlineData("", "[OnPurpose(\"REL1301\", \"a blink\")]", "")]
    [InlineData("", "", "[assembly: OnPurpose(\"REL1301\", \"a blink\")]")]
    [InlineData("[OnPurpose(\"REL0408\", \"else\"), OnPurpose(\"REL1301\", \"a blink\")]", "", "")]
    public async Task An_attribute_on_the_member_the_type_or_the_assembly_is_believed(string member, string type, string assembly) =>
        Assert.False(await IsReported(Code(Wait, member, type, assembly)));

    [Theory]
    [InlineData("[OnPurpose(\"REL0408\", \"a blink\")]")]
    [InlineData("[OnPurpose(\"REL1301\", \"\")]")]
    [InlineData("[OnPurpose(\"REL1301\", \" \")]")]
    [InlineData("[OnPurpose(\"REL1301\", \"...\")]")]
    [InlineData("[OnPurpose(\"REL1301\", \"???\")]")]
    public async Task An_attribute_for_another_rule_or_without_a_reason_is_not(string attribute)
    {
        Assert.True(await IsReported(Code(Wait, member: attribute)));
        Assert.True(await IsReported(Code(Wait, type: attribute)));
        Assert.True(await IsReported(Code(Wait, assembly: attribute.Replace("[", "[assembly: ", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task An_attribute_on_a_neighbour_says_nothing() =>
        Assert.True(await IsReported(Code(Wait, after: "[OnPurpose(\"REL1301\", \"a blink\")] public void Other() { }")));

    [Fact]
    public async Task An_attribute_on_a_property_speaks_for_its_accessors() => Assert.False(await IsReported("""
        using Reliability;

        public sealed class Blink
        {
            [OnPurpose("REL1301", "a blink")]
            public int Time
            {
                get { return TimeSpan.FromSeconds(30).Milliseconds; }
            }
        }
        """));

    [Fact]
    public async Task An_attribute_on_an_outer_type_speaks_for_what_is_in_it() => Assert.False(await IsReported("""
        using Reliability;

        [OnPurpose("REL1301", "a blink")]
        public static class Blinks
        {
            public sealed class Blink
            {
                public Func<int> Time { get; } = () => TimeSpan.FromSeconds(30).Milliseconds;
            }
        }
        """));

    [Theory]
    [InlineData("// REL1301 on purpose, because it blinks\n        " + Wait)]
    [InlineData("// It blinks.\n        // REL1301 on purpose, because it blinks\n        // And so on.\n        " + Wait)]
    [InlineData("/* REL1301 on purpose, because it blinks */\n        " + Wait)]
    [InlineData("// rel1301 ON PURPOSE, because it blinks\n        " + Wait)]
    [InlineData(Wait + " // REL1301 on purpose, because it blinks")]
    [InlineData("// REL1301 on purpose, because it blinks\n        if (true)\n            " + Wait)]
    [InlineData("// REL1301 on purpose, because it blinks\n        Action blink = () =>\n            " + "Thread.Sleep(TimeSpan.FromSeconds(30).Milliseconds);")]
    public async Task A_comment_above_the_statement_or_behind_the_line_is_believed(string statement) =>
        Assert.False(await IsReported(Code(statement)));

    [Fact]
    public async Task A_comment_above_the_member_is_believed() =>
        Assert.False(await IsReported(Code(Wait, member: "// REL1301 on purpose, because it blinks\n    ")));

    [Theory]
    [InlineData("// REL0408 on purpose, because it blinks\n        " + Wait)]
    [InlineData("// REL1301 on purpose\n        " + Wait)]
    [InlineData("// REL1301 on purpose, because \n        " + Wait)]
    [InlineData("// REL1301 on purpose, because ...\n        " + Wait)]
    [InlineData("/* REL1301 on purpose, because */\n        " + Wait)]
    [InlineData("// REL1301: it blinks\n        " + Wait)]
    [InlineData("// REL1301 on purpose, because it blinks\n        Thread.Sleep(1);\n        " + Wait)]
    [InlineData(Wait + "\n        // REL1301 on purpose, because it blinks")]
    public async Task A_comment_for_another_rule_or_statement_or_without_a_reason_is_not(string statement) =>
        Assert.True(await IsReported(Code(statement)));

    [Fact]
    public async Task A_comment_in_another_method_says_nothing() => Assert.True(await IsReported(Code(
        Wait,
        after: "public void Other()\n    {\n        // REL1301 on purpose, because it blinks\n        Thread.Sleep(1);\n    }")));

    [Fact]
    public Task The_fix_writes_the_comment_above_the_statement_and_the_report_stays_until_there_is_a_reason() => Fix(
        Code("Thread.Sleep(TimeSpan.FromSeconds(30).{|REL1301:Milliseconds|});"),
        Code("// REL1301 on purpose, because ...\n        Thread.Sleep(TimeSpan.FromSeconds(30).{|REL1301:Milliseconds|});"));

    [Fact]
    public Task The_fix_goes_above_the_statement_that_begins_a_line() => Fix(
        Code("if (true) Thread.Sleep(\n            TimeSpan.FromSeconds(30).{|REL1301:Milliseconds|});"),
        Code("// REL1301 on purpose, because ...\n        if (true) Thread.Sleep(\n            TimeSpan.FromSeconds(30).{|REL1301:Milliseconds|});"));

    [Fact]
    public Task The_fix_goes_above_the_member_where_there_is_no_statement() => Fix(
        "public sealed class Blink\n{\n    public int Time { get; } =\n        TimeSpan.FromSeconds(30).{|REL1301:Milliseconds|};\n}\n",
        "public sealed class Blink\n{\n    // REL1301 on purpose, because ...\n    public int Time { get; } =\n        TimeSpan.FromSeconds(30).{|REL1301:Milliseconds|};\n}\n");

    [Fact]
    public void The_fix_is_there_for_every_rule_about_code_and_never_for_all_at_once()
    {
        var fix = new OnPurposeFix();
        Assert.Equal(Catalogue.Rules.Select(rule => rule.Descriptor.Id), fix.FixableDiagnosticIds);
        Assert.Null(fix.GetFixAllProvider());
    }

    private static string Code(string statement, string member = "", string type = "", string assembly = "", string after = "") => $$"""
        using Reliability;
        {{assembly}}

        {{type}}
        public sealed class Blink
        {
            {{member}}
            public void Run()
            {
                {{statement}}
            }

            {{after}}
        }

        """;

    private static async Task<bool> IsReported(string code)
    {
        var rule = new TimeSpanComponentRule();
        var @case = new RuleCase(rule.Descriptor.Id, CaseKind.Good, "on purpose", "Service", code, Fixed: null, After: null, Options: "");
        return !(await Cases.Reports(rule, @case, code)).IsEmpty;
    }

    private static Task Fix(string code, string isFixed) => new OnPurposeTest(code)
    {
        Fixed = [isFixed],
        NumberOfIncrementalIterations = 1,
        CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck,
    }.CheckAsync();

    private sealed class OnPurposeTest : RuleTest<OnPurposeFix>
    {
        public OnPurposeTest(string code)
            : base(new TimeSpanComponentRule(), code) => FixedState.MarkupHandling = MarkupMode.Allow;
    }
}

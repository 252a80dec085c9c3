using Reliability.Analyzers.Cancellation;
using Reliability.Analyzers.Tests.Testing;
using Reliability.CodeFixes.Cancellation;

namespace Reliability.Analyzers.Tests.Cancellation;

public class TimeoutMistakenForShutdownTests
{
    private const string Http = "await _http.GetStringAsync(\"/\", ct);";
    private const string Log = "catch (Exception e) when (e is not OperationCanceledException) { Console.WriteLine(e); }";

    [Theory]
    [InlineData("e is not OperationCanceledException", "e is not OperationCanceledException || !ct.IsCancellationRequested")]
    [InlineData("e is not TaskCanceledException", "e is not TaskCanceledException || !ct.IsCancellationRequested")]
    [InlineData("!(e is OperationCanceledException)", "!(e is OperationCanceledException) || !ct.IsCancellationRequested")]
    [InlineData("e is not (OperationCanceledException)", "e is not (OperationCanceledException) || !ct.IsCancellationRequested")]
    public Task A_filter_that_lets_timeouts_escape(string filter, string widened) =>
        Fix(Loop($"try {{ {Http} }} catch (Exception e) when ({{|REL0403:{filter}|}}) {{ Console.WriteLine(e); }}"),
            Loop($"try {{ {Http} }} catch (Exception e) when ({widened}) {{ Console.WriteLine(e); }}"));

    [Fact]
    public Task A_filter_with_other_conditions_gets_brackets() =>
        Fix(Loop($"try {{ {Http} }} catch (Exception e) when (_on && {{|REL0403:e is not OperationCanceledException|}}) {{ Console.WriteLine(e); }}"),
            Loop($"try {{ {Http} }} catch (Exception e) when (_on && (e is not OperationCanceledException || !ct.IsCancellationRequested)) {{ Console.WriteLine(e); }}"));

    [Theory]
    [InlineData("break;")]
    [InlineData("return;")]
    [InlineData("Console.WriteLine(1); break;")]
    [InlineData("throw;")]
    public Task A_handler_that_takes_timeouts_for_the_order_to_stop(string leave) =>
        Fix(Loop($"try {{ {Http} }} catch ({{|REL0403:OperationCanceledException|}}) {{ {leave} }} catch (Exception e) {{ Console.WriteLine(e); }}"),
            Loop($"try {{ {Http} }} catch (OperationCanceledException) when (ct.IsCancellationRequested) {{ {leave} }} catch (Exception e) {{ Console.WriteLine(e); }}"));

    [Fact]
    public Task Without_a_clause_that_would_take_the_timeout_there_is_no_fix()
    {
        var code = Loop($"try {{ {Http} }} catch ({{|REL0403:TaskCanceledException|}} e) {{ Console.WriteLine(e); break; }}");
        return Fix(code, code);
    }

    [Theory]
    [InlineData("while (true) { #try }")]
    [InlineData("for (;;) { #try }")]
    [InlineData("do { #try } while (!ct.IsCancellationRequested);")]
    [InlineData("await foreach (var x in Items(ct)) { #try }")]
    [InlineData("while (await _timer.WaitForNextTickAsync(ct)) { #try }")]
    [InlineData("while (!ct.IsCancellationRequested) { foreach (var x in _list) { #try } }")]
    [InlineData("while (!ct.IsCancellationRequested) { using (_http) { #try } await Task.Delay(1, ct); }")]
    public Task Every_loop_that_works_until_told_to_stop(string loop) => Check(Method(loop.Replace(
        "#try", $"try {{ {Http} }} catch (Exception e) when ({{|REL0403:e is not OperationCanceledException|}}) {{ Console.WriteLine(e); }}", StringComparison.Ordinal)));

    [Theory]
    [InlineData("static async Task Run(HttpClient http) { #loop } await Run(_http);")]
    [InlineData("Func<HttpClient, Task> run = static async http => { #loop }; await run(_http);")]
    public Task A_static_function_does_not_see_the_token_around_it(string function) => Check(Method(function.Replace(
        "#loop", "while (true) { try { await http.GetStringAsync(\"/\"); } catch (Exception e) when (e is not OperationCanceledException) { Console.WriteLine(e); } }", StringComparison.Ordinal)));

    [Theory]
    [InlineData("await _http.SendAsync(new HttpRequestMessage(), ct);")]
    [InlineData("using var r = await _http.PostAsync(\"/\", null).ConfigureAwait(false);")]
    [InlineData("var x = await _http.GetFromJsonAsync<int>(\"/\", ct);")]
    [InlineData("await _http.PostAsJsonAsync(\"/\", 1, ct);")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); cts.CancelAfter(1000); await WorkAsync(cts.Token);")]
    [InlineData("using var cts = new CancellationTokenSource(TimeSpan.FromSeconds(1)); await WorkAsync(cts.Token);")]
    [InlineData("using CancellationTokenSource cts = new(1000); await WorkAsync(cts.Token);")]
    [InlineData("await FetchAsync().ConfigureAwait(false);")]
    [InlineData("await PollAsync(ct);")]
    [InlineData("await Local(); async Task Local() => await _http.GetAsync(\"/\");")]
    [InlineData("if (_on) { try { await _http.GetAsync(\"/\"); } finally { Console.WriteLine(); } }")]
    public Task Every_call_that_times_out_as_a_cancellation(string call) => Check(Loop(
        $"try {{ {call} }} catch (Exception e) when ({{|REL0403:e is not OperationCanceledException|}}) {{ Console.WriteLine(e); }}"));

    [Fact]
    public Task Message_names_call_consequence_and_token()
    {
        var test = new RuleTest<TimeoutMistakenForShutdownRule, AskTokenFix>(
            Loop($"try {{ {Http} }} catch (Exception e) when ({{|#0:e is not OperationCanceledException|}}) {{ Console.WriteLine(e); }}"));
        test.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("REL0403", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning)
            .WithLocation(0)
            .WithMessage("A timeout of HttpClient.GetStringAsync is an OperationCanceledException too: it passes this handler and ends the loop and, since .NET 6, the whole host; let it pass only when 'ct' is cancelled"));
        return test.CheckAsync();
    }

    [Fact]
    public Task The_token_of_the_loop_is_asked_when_there_is_no_parameter() => Fix(
        """
        public class Worker
        {
            private readonly CancellationTokenSource _stop = new();
            public async Task RunAsync(HttpClient http)
            {
                while (!_stop.IsCancellationRequested)
                {
                    try { await http.GetAsync("/"); } catch (Exception e) when ({|REL0403:e is not OperationCanceledException|}) { Console.WriteLine(e); }
                }
            }
        }
        """,
        """
        public class Worker
        {
            private readonly CancellationTokenSource _stop = new();
            public async Task RunAsync(HttpClient http)
            {
                while (!_stop.IsCancellationRequested)
                {
                    try { await http.GetAsync("/"); } catch (Exception e) when (e is not OperationCanceledException || !_stop.IsCancellationRequested) { Console.WriteLine(e); }
                }
            }
        }
        """);

    [Theory]
    // no call that is known to time out as a cancellation
    [InlineData("try { await WorkAsync(ct); } " + Log)]
    [InlineData("try { await Task.Delay(1000, ct); } " + Log)]
    [InlineData("try { await WorkAsync(ct).WaitAsync(TimeSpan.FromSeconds(1), ct); } " + Log)]
    [InlineData("try { using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); await WorkAsync(cts.Token); } " + Log)]
    [InlineData("try { Func<Task> later = async () => await _http.GetAsync(\"/\"); } " + Log)]
    [InlineData("try { await HandlesItselfAsync(); } " + Log)]
    [InlineData("try { var later = FetchAsync(); } " + Log)]
    [InlineData("try { await ThreeCallsAwayAsync(ct); } " + Log)]
    [InlineData("try { await OverridableAsync(); } " + Log)]
    // somebody takes the timeout
    [InlineData("try { " + Http + " } catch (OperationCanceledException) { } " + Log)]
    [InlineData("try { " + Http + " } catch (TaskCanceledException) { } " + Log)]
    [InlineData("try { " + Http + " } catch (OperationCanceledException) when (!ct.IsCancellationRequested) { } " + Log)]
    [InlineData("try { " + Http + " } catch (TaskCanceledException e) when (e.InnerException is TimeoutException) { } " + Log)]
    [InlineData("try { try { " + Http + " } " + Log + " } catch (Exception) { }")]
    [InlineData("try { try { " + Http + " } catch (OperationCanceledException) { } } " + Log)]
    [InlineData("try { " + Http + " } " + Log + " catch { }")]
    // the token is asked
    [InlineData("try { " + Http + " } catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested) { }")]
    [InlineData("try { " + Http + " } catch (Exception e) when (!ct.IsCancellationRequested) { }")]
    [InlineData("try { " + Http + " } catch (OperationCanceledException) when (ct.IsCancellationRequested) { break; } catch (Exception) { }")]
    [InlineData("try { " + Http + " } catch (OperationCanceledException e) when (e.CancellationToken == ct) { break; } catch (Exception) { }")]
    [InlineData("try { " + Http + " } catch (OperationCanceledException) { if (ct.IsCancellationRequested) break; }")]
    [InlineData("try { " + Http + " } catch (OperationCanceledException) { if (!ct.IsCancellationRequested) { continue; } break; }")]
    // the loop goes on
    [InlineData("try { " + Http + " } catch (OperationCanceledException) { }")]
    [InlineData("try { " + Http + " } catch (OperationCanceledException) { await Task.Delay(1000); }")]
    [InlineData("foreach (var x in _list) { try { " + Http + " } catch (OperationCanceledException) { break; } }")]
    [InlineData("switch (1) { case 1: try { " + Http + " } catch (OperationCanceledException) { break; } break; }")]
    [InlineData("while (!ct.IsCancellationRequested) { try { " + Http + " } catch (OperationCanceledException) { break; } }")]
    // nothing survives anyway
    [InlineData("try { " + Http + " } catch (OperationCanceledException) { throw; }")]
    [InlineData("try { " + Http + " } catch (OperationCanceledException) { throw; } catch (Exception) { throw; }")]
    // other exceptions
    [InlineData("try { " + Http + " } catch (Exception e) when (e is not InvalidOperationException) { }")]
    [InlineData("try { " + Http + " } catch (HttpRequestException) { break; }")]
    [InlineData("try { " + Http + " } catch (IOException e) when ((Exception)e is not OperationCanceledException) { }")]
    // a retry: what worked leaves the loop
    [InlineData("try { " + Http + " break; } " + Log)]
    public Task Silent_in_a_worker_loop(string body) => Check(Loop(body));

    [Theory]
    [InlineData("try { " + Http + " } " + Log)]
    [InlineData("for (var i = 0; i < 3; i++) { try { " + Http + " } " + Log + " }")]
    [InlineData("for (var i = 0; ; i++) { try { " + Http + " } " + Log + " }")]
    [InlineData("for (var i = 0; i < 3 && !ct.IsCancellationRequested; i++) { try { " + Http + " } " + Log + " }")]
    [InlineData("foreach (var x in _list) { try { " + Http + " } " + Log + " }")]
    [InlineData("while (_on) { try { " + Http + " } " + Log + " }")]
    // the timeout bounds the loop and is meant
    [InlineData("using var cts = new CancellationTokenSource(1000); while (!ct.IsCancellationRequested) { try { await WorkAsync(cts.Token); } catch (OperationCanceledException) { break; } }")]
    // another function
    [InlineData("while (!ct.IsCancellationRequested) { await Task.Run(async () => { try { " + Http + " } " + Log + " }); }")]
    public Task Silent_outside_of_worker_loops(string body) => Check(Method(body));

    [Fact]
    public Task Silent_without_a_token_to_ask() => Check(
        "public class W { public async Task Run(HttpClient http) { while (true) { try { await http.GetAsync(\"/\"); } " + Log + " } } }");

    [Fact]
    public Task Silent_in_message_handlers_where_the_token_is_linked_to_the_timeout() => Check(
        """
        public class Retry : DelegatingHandler
        {
            private readonly HttpClient _http = new();
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
            {
                while (true)
                {
                    try { await _http.GetAsync("/", ct); }
                    catch (Exception e) when (e is not OperationCanceledException) { Console.WriteLine(e); }
                }
            }
        }
        """);

    [Fact]
    public Task Silent_in_tests() =>
        new RuleTest<TimeoutMistakenForShutdownRule, AskTokenFix>(Loop($"try {{ {Http} }} {Log}")) { IsTestProject = true }.CheckAsync();

    private static string Loop(string body) => Method("while (!ct.IsCancellationRequested) { " + body + " }");

    private static string Method(string body) => $$"""
        #pragma warning disable CS0162, CS0649, CS8321
        public class Worker : BackgroundService
        {
            private readonly HttpClient _http = new();
            private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1));
            private readonly List<int> _list = [];
            private bool _on;
            private static Task WorkAsync(CancellationToken token) => Task.CompletedTask;
            private async Task FetchAsync() => await _http.GetAsync("/");
            private async Task PollAsync(CancellationToken token) { if (_on) await FetchAsync(); }
            private async Task ThreeCallsAwayAsync(CancellationToken token) { await PollAsync(token); }
            private async Task HandlesItselfAsync() { try { await _http.GetAsync("/"); } catch (TaskCanceledException) { } }
            protected virtual async Task OverridableAsync() { await _http.GetAsync("/"); }
            private static async IAsyncEnumerable<int> Items([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token) { await Task.Yield(); yield return 1; }
            protected override async Task ExecuteAsync(CancellationToken ct)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;

    private static Task Check(string code) => new RuleTest<TimeoutMistakenForShutdownRule, AskTokenFix>(code).CheckAsync();

    private static Task Fix(string before, string after) =>
        new RuleTest<TimeoutMistakenForShutdownRule, AskTokenFix>(before) { Fixed = [after] }.CheckAsync();
}

using Reliability.Declarations;

namespace Reliability.Generators.Emit;

/// <summary>Emits what is around the call of somebody's own method: the one body of partial methods and decorators.</summary>
internal static class MeasuredBody
{
    /// <summary>Where nobody wants to know, the hook is the bare call. What measures stands in a function of its own, so that the
    /// way around it has no locals: it is inlined, and calls by jumping.</summary>
    public static void Emit(SourceWriter source, string site, string core, MeasuredMethod method)
    {
        EmitBareCall(source, core, method);
        source.Line();
        if (method.Returns == ReturnShape.Stream)
        {
            source.Line($"return global::Reliability.MeasureExtensions.MeasureStream({site}, {core}, {method.CancellationToken ?? "default"});");
            return;
        }

        if (method.IsOfStructure)
        {
            EmitCall(source, site, core, method);
            return;
        }

        var measured = method.LocalPrefix + "Measured";
        source.Line(Return(method, $"{measured}({method.Arguments})"));
        source.Line();
        source.Line(Markers.OfOwnCode);
        using (source.Open($"{method.ReturnType} {measured}({WithoutThis(method.Parameters)})"))
            EmitCall(source, site, core, method);
    }

    private static void EmitBareCall(SourceWriter source, string core, MeasuredMethod method)
    {
        using (source.Open("if (!global::Reliability.OperationSite.Enabled)"))
        {
            source.Line(Return(method, core));
            if (method.Returns == ReturnShape.Void)
                source.Line("return;");
        }
    }

    private static void EmitCall(SourceWriter source, string site, string core, MeasuredMethod method)
    {
        var call = method.LocalPrefix + "call";
        source.Line($"var {call} = {site}.Start();");
        using (source.Open("try"))
            source.Lines(Work(method, core, call));

        EmitFilter(source, method, call, method.CancellationToken);
        if (method.Returns is ReturnShape.Awaitable or ReturnShape.AwaitableOfResult)
            EmitAwaiting(source, method, call);
    }

    private static string Work(MeasuredMethod method, string core, string call)
    {
        var (result, token, good) = (method.LocalPrefix + "result", method.CancellationToken ?? "default", method.Good ?? "null");
        return method.Returns switch
        {
            ReturnShape.Void => $"{core};\n{call}.Succeed();",
            ReturnShape.Value => $"var {result} = {core};\n{call}.Succeed({Judged(method, result)});\nreturn {result};",
            ReturnShape.Reference => $"{method.ReturnType} {result} = ref {core};\n{call}.Succeed({Judged(method, result)});\nreturn ref {result};",
            ReturnShape.Task => $"return {call}.Observe({core}, {token});",
            ReturnShape.TaskOfResult => $"return {call}.Observe({core}, {good}, {token});",
            _ => $"return {Awaiting(method)}({core}, {call}.Leave(), {token});",
        };
    }

    /// <summary>What waits for a task-like type of somebody's own: only the compiler knows how to make one. The one place that has
    /// an <c>async</c> body.</summary>
    private static void EmitAwaiting(SourceWriter source, MeasuredMethod method, string call)
    {
        var (task, result, token) = (method.LocalPrefix + "task", method.LocalPrefix + "result", method.LocalPrefix + "token");
        source.Line();
        source.Line(Markers.OfOwnCode);
        using (source.Open($"static async {method.ReturnType} {Awaiting(method)}({method.ReturnType} {task}, global::Reliability.OperationCall {call}, global::System.Threading.CancellationToken {token})"))
        {
            using (source.Open("try"))
            {
                source.Lines(method.Returns == ReturnShape.Awaitable
                    ? $"await {task};\n{call}.Succeed();"
                    : $"var {result} = await {task};\n{call}.Succeed({Judged(method, result)});\nreturn {result};");
            }

            EmitFilter(source, method, call, token);
        }
    }

    private static void EmitFilter(SourceWriter source, MeasuredMethod method, string call, string? token)
    {
        var exception = method.LocalPrefix + "exception";
        using (source.Open($"catch (global::System.Exception {exception}) when ({call}.Fail({exception}{(token is null ? "" : ", " + token)}))"))
            source.Line("throw;");
    }

    private static string Judged(MeasuredMethod method, string result) => method.Good is null ? "" : $"{result}, {method.Good}";

    /// <summary>The bare call.</summary>
    public static string Return(MeasuredMethod method, string core) => method.Returns switch
    {
        ReturnShape.Void => core + ";",
        ReturnShape.Reference => $"return ref {core};",
        _ => $"return {core};",
    };

    /// <summary>Functions inside of methods extend nothing.</summary>
    internal static string WithoutThis(string parameters) =>
        parameters.StartsWith("this ", StringComparison.Ordinal) ? parameters.Substring("this ".Length) : parameters;

    private static string Awaiting(MeasuredMethod method) => method.LocalPrefix + "Await";
}

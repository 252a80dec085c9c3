using Reliability.Declarations;

namespace Reliability.Generators.Emit;

/// <summary>Emits one type's sites and the bodies of its partial methods.</summary>
internal static class HookEmitter
{
    public static string Emit(HookFile file)
    {
        var source = new SourceWriter();
        SiteEmitter.Emit(source, file);
        foreach (var hook in file.Hooks)
        {
            if (hook.Method is { } method)
                EmitMethod(source, file, hook, method);
        }

        return source.ToString();
    }

    private static void EmitMethod(SourceWriter source, HookFile file, Hook hook, PartialMethod method)
    {
        var blocks = new Stack<IDisposable>();
        source.Line();
        if (method.Namespace.Length > 0)
            blocks.Push(source.Open("namespace " + method.Namespace));

        foreach (var owner in method.Owners)
            blocks.Push(source.Open("partial " + owner));

        if (Markers.OfHook(method, file.HasRuntime) is { Length: > 0 } markers)
            source.Line(markers);

        using (source.Open($"{method.Modifiers} {method.ReturnType} {method.Name}{method.TypeParameters}({method.Parameters}){method.Constraints}"))
            EmitBody(source, file, hook, method);

        while (blocks.Count > 0)
            blocks.Pop().Dispose();
    }

    private static void EmitBody(SourceWriter source, HookFile file, Hook hook, PartialMethod method)
    {
        var core = $"{CoreName(method)}{method.TypeParameters}({method.Arguments})";
        if (!method.HasCore)
            source.Line($"throw new global::System.NotSupportedException({Literals.Of(method.Name + " has no " + CoreName(method))});");
        else if (hook.Operation is null)
            source.Line(Return(method, core));
        else
            EmitMeasured(source, SiteEmitter.Site(file, hook), core, method);
    }

    /// <summary>Where nobody wants to know, the hook is the bare call.</summary>
    private static void EmitMeasured(SourceWriter source, string site, string core, PartialMethod method)
    {
        using (source.Open("if (!global::Reliability.OperationSite.Enabled)"))
        {
            source.Line(Return(method, core));
            if (method.Returns == ReturnShape.Void)
                source.Line("return;");
        }

        source.Line();
        if (method.Returns == ReturnShape.Stream)
        {
            source.Line($"return global::Reliability.MeasureExtensions.MeasureStream({site}, {core}, {method.CancellationToken ?? "default"});");
            return;
        }

        var call = method.LocalPrefix + "call";
        source.Line($"var {call} = {site}.Start();");
        using (source.Open("try"))
            source.Lines(Work(method, core, call));

        EmitFilter(source, method, call, method.CancellationToken);
        if (method.Returns is ReturnShape.Awaitable or ReturnShape.AwaitableOfResult)
            EmitAwaiting(source, method, call);
    }

    private static string Work(PartialMethod method, string core, string call)
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
    private static void EmitAwaiting(SourceWriter source, PartialMethod method, string call)
    {
        var (task, result, token) = (method.LocalPrefix + "task", method.LocalPrefix + "result", method.LocalPrefix + "token");
        source.Line();
        source.Line(Markers.OfLocalFunction);
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

    private static void EmitFilter(SourceWriter source, PartialMethod method, string call, string? token)
    {
        var exception = method.LocalPrefix + "exception";
        using (source.Open($"catch (global::System.Exception {exception}) when ({call}.Fail({exception}{(token is null ? "" : ", " + token)}))"))
            source.Line("throw;");
    }

    private static string Judged(PartialMethod method, string result) => method.Good is null ? "" : $"{result}, {method.Good}";

    private static string Return(PartialMethod method, string core) => method.Returns switch
    {
        ReturnShape.Void => core + ";",
        ReturnShape.Reference => $"return ref {core};",
        _ => $"return {core};",
    };

    private static string Awaiting(PartialMethod method) => method.LocalPrefix + "Await";

    private static string CoreName(PartialMethod method) => method.Name.TrimStart('@') + "Core";
}

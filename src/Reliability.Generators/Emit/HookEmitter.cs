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
        else if (hook.Guard is { } guard)
            EmitGuarded(source, file, hook, method, FailoverEmitter.Call(file.Namespace, guard, method));
        else if (hook.Operation is null)
            source.Line(MeasuredBody.Return(method, core));
        else
            MeasuredBody.Emit(source, SiteEmitter.Site(file.Namespace, hook.Identifier), core, method);
    }

    /// <summary>What is measured is what the caller waits for: all attempts, pauses and the fallback.</summary>
    private static void EmitGuarded(SourceWriter source, HookFile file, Hook hook, PartialMethod method, string call)
    {
        if (hook.Operation is null)
        {
            source.Line($"return {call};");
            return;
        }

        var site = SiteEmitter.Site(file.Namespace, hook.Identifier);
        if (method.IsOfStructure)
        {
            MeasuredBody.Emit(source, site, call, method);
            return;
        }

        var guarded = method.LocalPrefix + "Guarded";
        MeasuredBody.Emit(source, site, $"{guarded}({method.Arguments})", method);
        source.Line();
        source.Line(Markers.OfOwnCode);
        using (source.Open($"{method.ReturnType} {guarded}({MeasuredBody.WithoutThis(method.Parameters)})"))
            source.Line($"return {call};");
    }

    internal static string CoreName(PartialMethod method) => method.Name.TrimStart('@') + "Core";
}

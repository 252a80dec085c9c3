using Reliability.Declarations;

namespace Reliability.Generators.Emit;

/// <summary>Emits the class that stands before the implementations of an interface: what is promised is counted, everything else
/// is handed on. All members are explicit, so that no name of theirs meets one of ours.</summary>
internal static class DecoratorEmitter
{
    private const string Service = "global::Microsoft.Extensions.DependencyInjection.ServiceKey";

    public static string Emit(DecoratorFile file)
    {
        var source = new SourceWriter();

        // Whatever the author says of null is said of the implementation; to hand values on asks nothing of it.
        source.Line("#nullable disable warnings");
        source.Line("#pragma warning disable CS0693 // a type parameter of a method that hides that of its type: the author's to mend");
        source.Line();
        using (source.Open("namespace " + file.Namespace))
        {
            EmitClass(source, file);
            source.Line();
            EmitAnnouncement(source, file);
        }

        return source.ToString();
    }

    private static void EmitClass(SourceWriter source, DecoratorFile file)
    {
        var shape = file.Shape;
        source.Line($"/// <summary>Stands before each {Literals.InComment(shape.Title)} and counts.</summary>");
        source.Line($"[{Markers.GeneratedCode}]");
        source.Line(Markers.OfOwnCode);
        source.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        if (shape.IsObsolete)
            source.Line("[global::System.Obsolete]");

        using (source.Open($"{(file.IsPublic ? "public" : "internal")} sealed class {shape.ClassName}{shape.TypeParameters} : {Bases(shape)}{shape.Constraints}"))
        {
            EmitConstruction(source, shape);
            foreach (var method in shape.Methods.Where(method => !IsDisposal(method)))
                EmitMethod(source, file, method);

            foreach (var property in shape.Properties)
                EmitProperty(source, shape, property);

            foreach (var @event in shape.Events)
                EmitEvent(source, shape, @event);

            if (shape.IsDisposable || shape.IsAsyncDisposable)
                EmitDisposal(source);
        }
    }

    private static string Bases(DecoratedInterface shape)
    {
        var bases = new List<string> { shape.Type, "global::Reliability.IOperationDecorator" };
        if (shape.IsDisposable != shape.IsAsyncDisposable)
            bases.Add(shape.IsDisposable ? "global::System.IAsyncDisposable" : "global::System.IDisposable");

        return string.Join(", ", bases);
    }

    private static void EmitConstruction(SourceWriter source, DecoratedInterface shape)
    {
        source.Line($"private readonly {shape.Type} _inner;");
        for (var i = 0; i < shape.Inherited.Count; i++)
            source.Line($"private readonly {shape.Inherited[i].Type} _base{Literals.Of(i)};");

        source.Line();
        using (source.Open($"private {shape.ClassName}({shape.Type} inner)"))
        {
            source.Line("this._inner = inner;");
            for (var i = 0; i < shape.Inherited.Count; i++)
                source.Line($"this._base{Literals.Of(i)} = {shape.Inherited[i].Class}.Of(inner);");
        }

        if (shape.Arity > 0)
        {
            source.Line();
            source.Line("/// <summary>For a container that knows the open type only.</summary>");
            source.Line($"public {shape.ClassName}(global::System.IServiceProvider provider, [{Service}] object? key = null)");
            using (source.Open($"    : this(global::Reliability.OperationDecorators.Inner<{shape.Type}>(provider, key))"))
            {
            }
        }

        source.Line();
        source.Line("/// <summary>The decorator of an implementation.</summary>");
        source.Line($"public static {shape.Type} Of({shape.Type} inner) => new {shape.ClassName}{shape.TypeParameters}(inner);");
        source.Line();
        source.Line("object global::Reliability.IOperationDecorator.Inner => this._inner;");
    }

    private static void EmitMethod(SourceWriter source, DecoratorFile file, DecoratedMethod method)
    {
        var core = $"{Target(file.Shape, method.Owner, method.Via)}.{method.Name}{method.TypeParameters}({method.Arguments})";
        EmitTraits(source, method.Traits);
        using (source.Open($"{Unsafe(method.Traits)}{method.ReturnType} {method.Owner}.{method.Name}{method.TypeParameters}({method.Parameters}){method.Constraints}"))
        {
            if (file.PromiseOf(method) is { Identifier: { } identifier } promise)
                MeasuredBody.Emit(source, SiteEmitter.Site(file.Namespace, identifier), core, method with { Good = promise.Good });
            else
                source.Line(MeasuredBody.Return(method, core));
        }
    }

    private static void EmitProperty(SourceWriter source, DecoratedInterface shape, DecoratedProperty property)
    {
        var target = Target(shape, property.Owner, property.Via) + (property.Name is null ? $"[{property.Arguments}]" : "." + property.Name);
        EmitTraits(source, property.Traits);
        using (source.Open($"{Unsafe(property.Traits)}{property.Type} {property.Owner}.{property.Name ?? $"this[{property.Parameters}]"}"))
        {
            if (property.HasGetter)
                source.Line($"get => {(property.Type.StartsWith("ref ", StringComparison.Ordinal) ? "ref " : "")}{target};");

            // Only the initializer of a class can set it, and no such class is behind an interface.
            if (property.Setter is { } setter)
                source.Line(setter == "init" ? "init => throw new global::System.NotSupportedException();" : $"set => {target} = value;");
        }
    }

    private static void EmitEvent(SourceWriter source, DecoratedInterface shape, DecoratedEvent @event)
    {
        var target = Target(shape, @event.Owner, @event.Via) + "." + @event.Name;
        EmitTraits(source, @event.Traits);
        using (source.Open($"{Unsafe(@event.Traits)}event {@event.Type} {@event.Owner}.{@event.Name}"))
        {
            source.Line($"add => {target} += value;");
            source.Line($"remove => {target} -= value;");
        }
    }

    /// <summary>A container that disposes the decorator in either way disposes what is behind it, as it would without.</summary>
    private static void EmitDisposal(SourceWriter source)
    {
        source.Line();
        source.Line("void global::System.IDisposable.Dispose() => global::Reliability.OperationDecorators.Dispose(this._inner);");
        source.Line();
        source.Line("global::System.Threading.Tasks.ValueTask global::System.IAsyncDisposable.DisposeAsync() => global::Reliability.OperationDecorators.DisposeAsync(this._inner);");
    }

    private static void EmitAnnouncement(SourceWriter source, DecoratorFile file)
    {
        var shape = file.Shape;
        using (source.Open("static partial class " + GeneratedCode.Registration))
        {
            if (shape.IsObsolete)
                source.Line("[global::System.Obsolete]");

            source.Line(shape.Arity == 0
                ? $"private static void {DecoratorFile.Announcement(shape)}() => global::Reliability.OperationDecorators.Add<{shape.Type}>(static inner => {shape.ClassName}.Of(inner));"
                : $"private static void {DecoratorFile.Announcement(shape)}() => global::Reliability.OperationDecorators.Add(typeof({shape.Unbound}), typeof({shape.ClassName}<{new string(',', shape.Arity - 1)}>));");
        }
    }

    private static void EmitTraits(SourceWriter source, DecoratedTraits traits)
    {
        source.Line();
        if (traits.IsObsolete)
            source.Line("[global::System.Obsolete]");
    }

    private static bool IsDisposal(DecoratedMethod method) => method.Owner is "global::System.IDisposable" or "global::System.IAsyncDisposable";

    private static string Unsafe(DecoratedTraits traits) => traits.IsUnsafe ? "unsafe " : "";

    private static string Target(DecoratedInterface shape, string owner, int? via)
    {
        var (field, type) = via is { } index ? ("this._base" + Literals.Of(index), shape.Inherited[index].Type) : ("this._inner", shape.Type);
        return owner == type ? field : $"(({owner}){field})";
    }
}

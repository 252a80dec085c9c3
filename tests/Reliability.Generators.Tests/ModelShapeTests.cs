using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Reliability.Declarations;
using Reliability.Declarations.Health;
using Reliability.Generators.Emit;
using Reliability.Model;

namespace Reliability.Generators.Tests;

/// <summary>What is kept between two key strokes holds nothing that keeps a compilation alive or compares by reference. The
/// types of the fields are asked, not instances: an empty model is always clean.</summary>
public class ModelShapeTests
{
    private static readonly Type[] s_models =
    [
        typeof(OperationDeclaration), typeof(AssemblyFacts), typeof(OperationSet), typeof(HookFile), typeof(DecoratorFile), typeof(RegistrationModel),
        typeof(CheckDeclaration), typeof(DependencyDeclaration), typeof(HeartbeatDeclaration), typeof(HealthSet), typeof(HealthFile),
    ];

    [Fact]
    public void Models_hold_plain_equatable_values_only() =>
        Assert.Empty(Reachable(s_models).SelectMany(type => Fields(type).Where(field => !IsPlain(field.FieldType)).Select(field => $"{type.Name}.{field.Name}: {field.FieldType}")));

    [Fact]
    public void Models_are_the_types_that_the_pipeline_hands_on() =>
        Assert.Subset(s_models.ToHashSet(), PipelineTypes().ToHashSet());

    [Theory]
    [InlineData(typeof(Microsoft.CodeAnalysis.ISymbol))]
    [InlineData(typeof(Microsoft.CodeAnalysis.SyntaxNode))]
    [InlineData(typeof(Microsoft.CodeAnalysis.Location))]
    [InlineData(typeof(ImmutableArray<int>))]
    [InlineData(typeof(int[]))]
    [InlineData(typeof(List<int>))]
    [InlineData(typeof(object))]
    public void The_check_refuses(Type type) => Assert.False(IsPlain(type));

    [Fact]
    public void The_check_looks_into_nested_models() => Assert.Contains(typeof(Objective), Reachable(s_models));

    [Fact]
    public void The_model_refers_to_no_compiler() =>
        Assert.DoesNotContain(typeof(Operation).Assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));

    [Fact]
    public void Emitters_name_no_type_of_the_compiler() =>
        Assert.Empty(typeof(HookEmitter).Assembly.GetTypes()
            .Where(type => type.FullName!.StartsWith(typeof(HookEmitter).Namespace!, StringComparison.Ordinal))
            .SelectMany(type => Named(type).Where(IsCompiler).Select(named => type.Name + ": " + named)));

    [Fact]
    public void The_pipeline_itself_does_name_types_of_the_compiler() => Assert.Contains(Named(typeof(ReliabilityGenerator)), IsCompiler);

    private static bool IsCompiler(string type) => type.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    /// <summary>Values, texts and records: immutable and compared by value.</summary>
    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal)
        || (Nullable.GetUnderlyingType(type) is { } value && IsPlain(value))
        || (IsEquatableArray(type) && IsPlain(type.GetGenericArguments()[0]))
        || (IsRecord(type) && Fields(type).All(field => field.IsInitOnly));

    private static bool IsRecord(Type type) => type.Namespace!.StartsWith("Reliability", StringComparison.Ordinal) && type.GetMethod("<Clone>$") is not null;

    private static bool IsEquatableArray(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>);

    /// <summary>Those of its bases too: reflection keeps their private ones to itself.</summary>
    private static IEnumerable<FieldInfo> Fields(Type? type) => type is null
        ? []
        : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Concat(Fields(type.BaseType));

    /// <summary>The models with all that they are made of.</summary>
    private static HashSet<Type> Reachable(IEnumerable<Type> roots)
    {
        var seen = new HashSet<Type>();
        var open = new Stack<Type>(roots);
        while (open.TryPop(out var type))
        {
            type = IsEquatableArray(type) ? type.GetGenericArguments()[0] : type;
            if (!IsRecord(type) || !seen.Add(type))
                continue;

            foreach (var field in Fields(type))
                open.Push(field.FieldType);
        }

        return seen;
    }

    /// <summary>What the lambdas of the pipeline return, when it is ours.</summary>
    private static IEnumerable<Type> PipelineTypes() =>
        from pipeline in new[] { typeof(ReliabilityGenerator), typeof(HealthPipeline) }
        from holder in pipeline.GetNestedTypes(BindingFlags.NonPublic)
        from lambda in holder.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
        let type = lambda.ReturnType.IsGenericType && typeof(IEnumerable).IsAssignableFrom(lambda.ReturnType) ? lambda.ReturnType.GetGenericArguments()[0] : lambda.ReturnType
        where type.Namespace!.StartsWith("Reliability", StringComparison.Ordinal)
        select type;

    /// <summary>Every type that the code of a type names: in signatures, fields, locals and instructions.</summary>
    private static IEnumerable<string> Named(Type type)
    {
        const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)).ToList();
        var types = type.GetFields(Declared).Select(field => field.FieldType)
            .Concat(methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(methods.SelectMany(method => method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType));
        return types.Select(named => named.ToString()).Concat(methods.SelectMany(Called));
    }

    /// <summary>The types whose members a body calls, by a scan of its bytes for tokens: whatever looks like one is looked up.</summary>
    private static IEnumerable<string> Called(MethodBase method)
    {
        var body = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var i = 0; i + 4 < body.Length; i++)
        {
            if (body[i] is not (0x28 or 0x6f or 0x73 or 0x74 or 0x75))
                continue;

            string? named = null;
            try
            {
                var member = method.Module.ResolveMember(
                    BitConverter.ToInt32(body, i + 1), method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
                named = (member as Type ?? member?.DeclaringType)?.ToString();
            }
            catch (Exception exception) when (exception is ArgumentException or BadImageFormatException)
            {
                // Not a token after all.
            }

            if (named is not null)
                yield return named;
        }
    }
}

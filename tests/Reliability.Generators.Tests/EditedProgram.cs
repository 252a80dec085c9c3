using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Reliability.Generators.Tests;

/// <summary>A program that runs while its sources change: what <c>dotnet watch</c> does between an edit and the next call.</summary>
internal sealed class EditedProgram
{
    // What a portable PDB calls what the compiler must know of a method to emit its next version.
    private static readonly Guid s_localSlots = new("755F52A8-91C5-45BE-B4B8-209571E552BD");
    private static readonly Guid s_lambdas = new("A643004C-0240-496F-A783-30D64F4979DE");
    private static readonly Guid s_states = new("8B78CD68-2EDE-420B-980B-E15884B8AAA3");

    private readonly Loaded _loaded;
    private Generated _generated;
    private EmitBaseline _baseline;

    private EditedProgram(Loaded loaded, Generated generated, EmitBaseline baseline)
    {
        _loaded = loaded;
        _generated = generated;
        _baseline = baseline;
    }

    /// <summary>Builds a project as a person does who debugs it, and starts it.</summary>
    public static EditedProgram Start(Project project)
    {
        var generated = project.Generate();
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = generated.Output.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));

        // An assembly that can be unloaded cannot be changed.
        image.Position = symbols.Position = 0;
        var assembly = new AssemblyLoadContext(project.Name).LoadFromStream(image, symbols);
        RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
        return new(new Loaded(project, assembly), generated, Baseline(image.ToArray(), symbols.ToArray()));
    }

    /// <inheritdoc cref="Loaded.Call" />
    public object? Call(string type, string method, params object?[] arguments) => _loaded.Call(type, method, arguments);

    /// <inheritdoc cref="Loaded.Site" />
    public OperationSite Site(string identifier) => _loaded.Site(identifier);

    /// <summary>A method as a framework finds it.</summary>
    public MethodInfo Method(string type, string method) => _loaded.Assembly.GetType(type, throwOnError: true)!.GetMethod(method)!;

    /// <summary>Changes the running program: the generator runs again, and what it emits is part of the change.</summary>
    public void Edit(Project edited)
    {
        var generated = _generated.After(edited);
        using var metadata = new MemoryStream();
        using var il = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = generated.Output.EmitDifference(
            _baseline, SemanticEdits.Between(_generated.Output, generated.Output), _ => false, metadata, il, symbols, CancellationToken.None);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        MetadataUpdater.ApplyUpdate(_loaded.Assembly, metadata.ToArray(), il.ToArray(), symbols.ToArray());
        foreach (var handler in typeof(OperationSite).Assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
            handler.HandlerType.GetMethod("ClearCache")!.Invoke(null, [result.ChangedTypes.Select(type => _loaded.Assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(type))).ToArray()]);

        (_generated, _baseline) = (generated, result.Baseline!);
    }

    private static EmitBaseline Baseline(byte[] image, byte[] symbols)
    {
        var module = ModuleMetadata.CreateFromImage(image);
        var bodies = new PEReader([.. image]);
        var pdb = MetadataReaderProvider.FromPortablePdbImage([.. symbols]).GetMetadataReader();
        return EmitBaseline.CreateInitialBaseline(
            module,
            method => EditAndContinueMethodDebugInformation.Create(
                Information(pdb, method, s_localSlots), Information(pdb, method, s_lambdas), Information(pdb, method, s_states)),
            method => bodies.GetMetadataReader().GetMethodDefinition(method).RelativeVirtualAddress is var address and not 0
                ? bodies.GetMethodBody(address).LocalSignature
                : default,
            hasPortableDebugInformation: true);
    }

    private static ImmutableArray<byte> Information(MetadataReader pdb, MethodDefinitionHandle method, Guid kind)
    {
        foreach (var handle in pdb.GetCustomDebugInformation(method))
        {
            var information = pdb.GetCustomDebugInformation(handle);
            if (pdb.GetGuid(information.Kind) == kind)
                return pdb.GetBlobContent(information.Value);
        }

        return [];
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Analyzers.Engine;
using Reliability.Declarations.Health;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>The heartbeats that a compilation speaks of, by text alone.</summary>
internal static class HeartbeatUses
{
    private static readonly PerTree<FileUses> s_files = new(root => new(root));

    /// <summary>Whether anything but emitted code uses a heartbeat.</summary>
    /// <param name="identifier">What it is called among the heartbeats.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static bool Any(string identifier, Compilation compilation, CancellationToken cancellationToken)
    {
        var isImported = false;
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (SpokenNames.IsEmitted(tree))
                continue;

            var uses = s_files.Of(tree, cancellationToken);
            if (uses.Heartbeats.Contains(identifier))
                return true;

            isImported |= uses.HasImport;
        }

        // Under another name, or none at all, the word itself is all that can be looked for.
        return isImported && SpokenNames.Any(compilation, [identifier], cancellationToken);
    }

    /// <summary>What the text of a file alone says.</summary>
    private sealed class FileUses
    {
        public FileUses(SyntaxNode root)
        {
            foreach (var import in ((CompilationUnitSyntax)root).Usings)
                HasImport |= import.Name is { } name && LastName(name) == HeartbeatReader.Heartbeats;

            foreach (var node in root.DescendantNodes())
            {
                if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } access && LastName(access.Expression) == HeartbeatReader.Heartbeats && !OnlyReads(access))
                    Heartbeats.Add(name);
            }
        }

        public HashSet<string> Heartbeats { get; } = new(StringComparer.Ordinal);

        /// <summary>Whether the class is imported under another name, or its members without any.</summary>
        public bool HasImport { get; }

        private static bool OnlyReads(MemberAccessExpressionSyntax heartbeat) =>
            heartbeat.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Name" or "MaxSilence" } read && read.Expression == heartbeat;

        private static string? LastName(ExpressionSyntax expression) => expression switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            _ => null,
        };
    }
}

using System.Globalization;

namespace Reliability.Artifacts;

/// <summary>A file of promises could not be read. The message names the file, the line, the field, the reason and the cure.</summary>
public sealed class ImportException : Exception
{
    internal ImportException(string file, int line, string field, string reason, string cure, Exception? cause = null)
        : base(Told(file, line, field, reason, cure), cause) => (File, Line, Field) = (file, line, field);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 when the file as a whole is meant.</summary>
    public int Line { get; }

    /// <summary>The field in its document: <c>spec.objectives[0].target</c>; empty when none is meant.</summary>
    public string Field { get; }

    private static string Told(string file, int line, string field, string reason, string cure)
    {
        var place = line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}:{line}") : file;
        return $"{place}: {(field.Length > 0 ? field + ": " : "")}{reason}. {cure}";
    }
}

using System.Text;

namespace Reliability.Artifacts;

/// <summary>Reads the file that is to be imported.</summary>
public static class ImportFile
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file in UTF-8.</summary>
    /// <param name="file">The path.</param>
    /// <exception cref="ImportException">There is no such file, or it is no text.</exception>
    public static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file, s_strict);
        }
        catch (DecoderFallbackException e)
        {
            throw new ImportException(file, 0, "", "it is not a text in UTF-8", "Name a YAML or JSON file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException(file, 0, "", $"it cannot be read ({e.Message})", "Correct the path, or check who may read it.", e);
        }
    }
}

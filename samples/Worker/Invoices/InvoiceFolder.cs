using Microsoft.Extensions.Options;
using Reliability;

namespace Worker.Invoices;

/// <summary>A queue in a folder: a file is an invoice that waits. One that is taken lies in <c>taken</c> until it is done; what a crash
/// leaves there waits again, so each is imported at least once.</summary>
public sealed class InvoiceFolder
{
    private readonly string _folder;
    private readonly string _taken;
    private readonly string _failed;

    /// <summary>Opens the queue.</summary>
    /// <param name="options">Where it is.</param>
    public InvoiceFolder(IOptions<WorkerOptions> options)
    {
        _folder = Path.GetFullPath(options.Value.Queue);
        _taken = Directory.CreateDirectory(Path.Combine(_folder, "taken")).FullName;
        _failed = Directory.CreateDirectory(Path.Combine(_folder, "failed")).FullName;
        foreach (var file in Directory.GetFiles(_taken))
            File.Move(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    /// <summary>Whether invoices can be taken: an unmounted volume looks like an empty queue.</summary>
    [Readiness(Name = "invoice-folder")]
    public bool IsReachable() => Directory.Exists(_taken) && Directory.Exists(_failed);

    /// <summary>Takes the next invoice, in the order of the names; null when none waits.</summary>
    public string? Take()
    {
        if (Directory.EnumerateFiles(_folder, "*.json").Order(StringComparer.Ordinal).FirstOrDefault() is not { } waiting)
            return null;

        var taken = Path.Combine(_taken, Path.GetFileName(waiting));
        File.Move(waiting, taken, overwrite: true);
        return taken;
    }

    /// <summary>An invoice is imported.</summary>
    public static void Done(string taken) => File.Delete(taken);

    /// <summary>An invoice cannot be imported; a person must look at it.</summary>
    public void Fail(string taken) => File.Move(taken, Path.Combine(_failed, Path.GetFileName(taken)), overwrite: true);
}

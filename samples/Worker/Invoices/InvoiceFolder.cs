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
            Move(file, _folder);
    }

    /// <summary>Whether invoices can be taken: an unmounted volume looks like an empty queue.</summary>
    [Readiness(Name = "invoice-folder")]
    public bool IsReachable() => Directory.Exists(_taken) && Directory.Exists(_failed);

    /// <summary>Takes the next invoice, in the order of the names; null when none waits.</summary>
    public string? Take()
    {
        var waiting = Directory.EnumerateFiles(_folder, "*.json").Order(StringComparer.Ordinal).FirstOrDefault();
        return waiting is null ? null : Move(waiting, _taken);
    }

    /// <summary>An invoice is imported.</summary>
    public static void Done(string taken) => File.Delete(taken);

    /// <summary>An invoice cannot be imported; a person must look at it.</summary>
    public void Fail(string taken) => Move(taken, _failed);

    /// <summary>Moves an invoice. Another one may have been queued under the same name in the meantime: neither takes the other's place.</summary>
    private static string Move(string file, string folder)
    {
        var moved = Path.Combine(folder, Path.GetFileName(file));
        for (var i = 2; File.Exists(moved); i++)
            moved = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(file)}.{i}{Path.GetExtension(file)}");

        File.Move(file, moved);
        return moved;
    }
}

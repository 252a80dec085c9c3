using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Reliability;

/// <summary>The time during which a host configures operations: its own, and those of the process while it has the word.</summary>
internal sealed class OperationUsage : IDisposable
{
    private readonly Action<string> _say;
    private readonly Action? _changed;
    private readonly IDisposable _changes;
    private HashSet<string> _known = [];

    public OperationUsage(IConfiguration configuration, Action<string> say, Action? changed)
    {
        Configuration = configuration;
        _say = say;
        _changed = changed;
        _changes = ChangeToken.OnChange(configuration.GetReloadToken, () => OperationSettings.Reload(this));
    }

    public IConfiguration Configuration { get; }

    /// <summary>The operations of this host alone: its endpoints. Under the lock of the settings.</summary>
    public ImmutableArray<IConfiguredOperation> Operations { get; set; } = [];

    /// <summary>Whether all operations are known that there are at the start. Under the lock of the settings.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Whether operations of this host alone are still to come. Under the lock of the settings.</summary>
    public bool HasMore { get; set; }

    /// <summary>Says all that is wrong now. What was so before has been said: a configuration may be read anew because of something
    /// else. Under the lock of the settings.</summary>
    public void SayAll(IEnumerable<string> problems)
    {
        var now = problems.ToHashSet(StringComparer.Ordinal);
        Say(now.Except(_known, StringComparer.Ordinal));
        _known = now;
    }

    public void Say(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            _say(problem);
    }

    /// <summary>Says that what is in force may have changed. Not under the lock: whoever hears it may ask anything.</summary>
    public void TellChanged() => _changed?.Invoke();

    public void Dispose()
    {
        _changes.Dispose();
        OperationSettings.End(this);
    }
}

using System.Globalization;
using System.Text;

namespace Reliability.Model;

/// <summary>The few forms of JSON that a manifest needs, written in one canonical way. The compiler loads this assembly,
/// so it brings no JSON library along.</summary>
internal sealed class CanonicalJsonWriter
{
    private readonly StringBuilder _json = new();

    /// <summary>Writes an object; members with a null writer are left out. The caller lists them sorted.</summary>
    public void Object(params (string Name, Action? Write)[] members)
    {
        var separator = '{';
        foreach (var (name, write) in members)
        {
            if (write is null)
                continue;

            _json.Append(separator);
            String(name);
            _json.Append(':');
            write();
            separator = ',';
        }

        _json.Append(separator == '{' ? "{}" : "}");
    }

    public void Array<T>(IEnumerable<T> items, Action<T> write)
    {
        var separator = "[";
        foreach (var item in items)
        {
            _json.Append(separator);
            write(item);
            separator = ",";
        }

        _json.Append(separator == "[" ? "[]" : "]");
    }

    public void Number(decimal value) => _json.Append(Exact.Text(value));

    public Action? Optional(string? value) => value is null ? null : () => String(value);

    /// <summary>Writes a string with everything escaped that is not plain text, line separators and lone surrogates
    /// included, so that the bytes survive any encoding.</summary>
    public void String(string value)
    {
        _json.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is '"' or '\\')
                _json.Append('\\').Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                _json.Append(c).Append(value[++i]);
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                _json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                _json.Append(c);
        }

        _json.Append('"');
    }

    public override string ToString() => _json.ToString();
}

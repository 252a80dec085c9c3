using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Reliability.Benchmarks.Rules;

/// <summary>A request of Prometheus' remote write protocol: protobuf, in snappy's block format. Both are written here by hand; snappy's
/// without compressing, which the format allows.</summary>
internal sealed class RemoteWrite
{
    private const int LongestLiteral = 65_536;

    private readonly ArrayBufferWriter<byte> _request = new();
    private readonly ArrayBufferWriter<byte> _series = new();
    private readonly ArrayBufferWriter<byte> _part = new();

    public long Samples { get; private set; }

    public void Series(string name, IEnumerable<(string Name, string Value)> labels, IReadOnlyList<DateTimeOffset> times, Func<DateTimeOffset, double> value)
    {
        if (times.Count == 0)
            return;

        _series.ResetWrittenCount();
        foreach (var (label, text) in labels.Append(("__name__", name)).OrderBy(label => label.Item1, StringComparer.Ordinal))
        {
            _part.ResetWrittenCount();
            Bytes(_part, 1, Encoding.UTF8.GetBytes(label));
            Bytes(_part, 2, Encoding.UTF8.GetBytes(text));
            Bytes(_series, 1, _part.WrittenSpan);
        }

        Span<byte> number = stackalloc byte[8];
        foreach (var time in times)
        {
            _part.ResetWrittenCount();
            _part.Write<byte>([1 << 3 | 1]);
            BinaryPrimitives.WriteDoubleLittleEndian(number, value(time));
            _part.Write(number);
            _part.Write<byte>([2 << 3]);
            Varint(_part, (ulong)time.ToUnixTimeMilliseconds());
            Bytes(_series, 2, _part.WrittenSpan);
        }

        Bytes(_request, 1, _series.WrittenSpan);
        Samples += times.Count;
    }

    public byte[] ToSnappy()
    {
        var snappy = new ArrayBufferWriter<byte>();
        var request = _request.WrittenSpan;
        Varint(snappy, (ulong)request.Length);
        for (var at = 0; at < request.Length; at += LongestLiteral)
        {
            var literal = request[at..Math.Min(at + LongestLiteral, request.Length)];
            snappy.Write<byte>([61 << 2, (byte)(literal.Length - 1), (byte)((literal.Length - 1) >> 8)]);
            snappy.Write(literal);
        }

        return snappy.WrittenSpan.ToArray();
    }

    private static void Bytes(ArrayBufferWriter<byte> to, int field, ReadOnlySpan<byte> bytes)
    {
        Varint(to, (ulong)(field << 3 | 2));
        Varint(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Varint(ArrayBufferWriter<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            to.Write<byte>([(byte)(value | 0x80)]);

        to.Write<byte>([(byte)value]);
    }
}

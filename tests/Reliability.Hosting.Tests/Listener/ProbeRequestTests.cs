using System.Text;
using CsCheck;
using Reliability.Hosting.Listener;

namespace Reliability.Hosting.Tests.Listener;

public sealed class ProbeRequestTests
{
    private static readonly Gen<string> s_token = Gen.String["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"];
    private static readonly Gen<string> s_path = s_token.Array[0, 4].Select(parts => "/" + string.Join('/', parts));
    private static readonly Gen<string> s_fields =
        Gen.Select(s_token, Gen.String[Gen.Char[' ', '~']]).Select((name, value) => $"X{name}: {value}\r\n").Array[0, 5].Select(string.Concat);

    // Bytes that look like a request more often than bytes do.
    private static readonly Gen<byte[]> s_hostile = Gen.OneOf(
            Gen.Byte.Array[0, 64],
            Gen.OneOf("GET", "HEAD", "POST", " ", "/", "/alive", "/health/ready", "%", "%zz", "?", "#", "\r", "\n", "\r\n", "\r\n\r\n", "\0", "HTTP/1.1", "HTTP/9.9", "\uFFFD")
                .Select(Encoding.UTF8.GetBytes))
        .Array[0, 12]
        .Select(parts => parts.SelectMany(static part => part).ToArray());

    [Fact]
    public void Whatever_is_received_nothing_is_thrown_and_only_what_can_be_answered_is_complete() =>
        s_hostile.Sample(
            received =>
            {
                var status = ProbeRequest.Parse(received, out var request);
                Assert.Equal(status == ProbeRequestStatus.Complete, request.Path is ['/', ..]);
                if (status == ProbeRequestStatus.Complete)
                    Assert.True(received.AsSpan().StartsWith("GET /"u8) || received.AsSpan().StartsWith("HEAD /"u8));
            },
            iter: 100_000);

    [Fact]
    public void What_was_decided_does_not_change_when_more_is_received() =>
        Gen.Select(s_hostile, s_hostile).Sample(
            (received, more) =>
            {
                var status = ProbeRequest.Parse(received, out var request);
                if (status == ProbeRequestStatus.Incomplete)
                    return;

                Assert.Equal(status, ProbeRequest.Parse([.. received, .. more], out var same));
                Assert.Equal(request, same);
            },
            iter: 100_000);

    [Fact]
    public void A_request_is_complete_with_its_last_byte_and_not_before() =>
        Gen.Select(s_path, s_fields, Gen.Bool).Sample((path, fields, isHead) =>
        {
            var bytes = Encoding.ASCII.GetBytes($"{(isHead ? "HEAD" : "GET")} {path} HTTP/1.1\r\n{fields}\r\n");
            for (var length = 0; length < bytes.Length; length++)
                Assert.Equal(ProbeRequestStatus.Incomplete, ProbeRequest.Parse(bytes.AsSpan(0, length), out _));

            Assert.Equal(ProbeRequestStatus.Complete, ProbeRequest.Parse(bytes, out var request));
            Assert.Equal(new(path, isHead), request);
        });

    [Theory]
    [InlineData("GET /alive HTTP/1.1\r\n\r\n", ProbeRequestStatus.Complete)]
    [InlineData("GET /alive HTTP/1.0\n\n", ProbeRequestStatus.Complete)]
    [InlineData("GET /alive HTTP/1.1\r\n", ProbeRequestStatus.Incomplete)]
    [InlineData("", ProbeRequestStatus.Incomplete)]
    [InlineData("GET /alive\r\n\r\n", ProbeRequestStatus.Malformed)]
    [InlineData("GET  HTTP/1.1\r\n\r\n", ProbeRequestStatus.Malformed)]
    [InlineData("GET /a b HTTP/1.1\r\n\r\n", ProbeRequestStatus.Malformed)]
    [InlineData("GET http://host/alive HTTP/1.1\r\n\r\n", ProbeRequestStatus.Malformed)]
    [InlineData("\r\n\r\n", ProbeRequestStatus.Malformed)]
    [InlineData("POST /alive HTTP/1.1\r\n\r\n", ProbeRequestStatus.UnknownMethod)]
    [InlineData("get /alive HTTP/1.1\r\n\r\n", ProbeRequestStatus.UnknownMethod)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ProbeRequestStatus.UnknownVersion)]
    internal void A_request_is_told_from_what_is_none(string received, ProbeRequestStatus status) =>
        Assert.Equal(status, ProbeRequest.Parse(Encoding.ASCII.GetBytes(received), out _));

    [Theory]
    [InlineData("/health", true, null)]
    [InlineData("/health/", true, null)]
    [InlineData("/alive", true, "live")]
    [InlineData("/ALIVE/", true, "live")]
    [InlineData("/health/ready", true, "ready")]
    [InlineData("/Health/startup", true, "startup")]
    [InlineData("/health/storage", true, "storage")]
    [InlineData("/health/a/b", false, null)]
    [InlineData("/health//", false, null)]
    [InlineData("/healthy", false, null)]
    [InlineData("/", false, null)]
    [InlineData("", false, null)]
    public void A_path_names_a_group_or_is_not_found(string path, bool isProbe, string? group)
    {
        Assert.Equal(isProbe, ProbePaths.TryGetGroup(path, out var found));
        Assert.Equal(group, found);
    }

    [Theory]
    [InlineData("/health/order%20intake?verbose=1", "/health/order intake")]
    [InlineData("/alive?x#y", "/alive")]
    [InlineData("/%", "/%")]
    public void A_path_is_unescaped_and_loses_its_query(string target, string path)
    {
        ProbeRequest.Parse(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\n\r\n"), out var request);
        Assert.Equal(path, request.Path);
    }
}

using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reliability.Benchmarks.Overload;

namespace Reliability.Benchmarks;

/// <summary>What <c>overload</c> starts: a service with a backend of a bounded capacity.</summary>
internal static class OverloadServiceCommand
{
    public const string Name = "overload-service";

    public static Command Create()
    {
        var admission = new Argument<Admission>("admission");
        var share = new Argument<double>("share");
        var command = new Command(Name, "A service to overload.") { admission, share };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(admission), parsed.GetValue(share), cancellation));
        return command;
    }

    private static async Task RunAsync(Admission admission, double share, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0", $"--Reliability:Overload:SheddableShare={share.ToString(System.Globalization.CultureInfo.InvariantCulture)}"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.AddReliability();
        await using var app = builder.Build();
        var backend = new Backend();
        var work = app.MapGet("/serve/{milliseconds:int}", (int milliseconds, CancellationToken token) => backend.WorkAsync(milliseconds, token));
        if (admission.Capacity() is { } capacity)
            work.WithMetadata(capacity);

        await app.RunAsync(cancellation);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Overload;

/// <summary>Lets an exception handler of the program answer 503 and 504 instead of 500 where a method of the service was turned
/// away.</summary>
internal sealed class RefusalStatusCodes : IPostConfigureOptions<ExceptionHandlerOptions>
{
    public void PostConfigure(string? name, ExceptionHandlerOptions options)
    {
        var others = options.StatusCodeSelector;
        options.StatusCodeSelector = exception => exception switch
        {
            OverloadedException => StatusCodes.Status503ServiceUnavailable,
            DeadlineExceededException => StatusCodes.Status504GatewayTimeout,
            _ => others?.Invoke(exception) ?? StatusCodes.Status500InternalServerError,
        };
    }
}

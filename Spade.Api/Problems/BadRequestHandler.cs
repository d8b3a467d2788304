using Microsoft.AspNetCore.Diagnostics;

namespace Spade.Api.Problems;

/// <summary>Answers a request that Kestrel itself found invalid: its body broke off or came too slowly.</summary>
internal sealed class BadRequestHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return ValueTask.FromResult(false);
        context.Response.StatusCode = bad.StatusCode;
        return problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Detail = bad.Message } });
    }
}

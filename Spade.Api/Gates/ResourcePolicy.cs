namespace Spade.Api.Gates;

/// <summary>Keeps pages of other sites from showing any answer. An image that one shows, or fails to show, would tell it whether there is
/// such a document.</summary>
internal static class ResourcePolicy
{
    /// <summary>Adds the header when the response starts, because the handler of errors clears those that were set before. Call it first,
    /// so that every answer has it.</summary>
    public static IApplicationBuilder UseResourcePolicy(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(Add, context.Response);
        return next(context);
    });

    private static Task Add(object response)
    {
        ((HttpResponse)response).Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}

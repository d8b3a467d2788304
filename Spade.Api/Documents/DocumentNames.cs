using Microsoft.AspNetCore.Http.Features;
using Spade.Documents.Documents;

namespace Spade.Api.Documents;

/// <summary>Puts the content id of the document that a request is about on its span and on every log line of the request.</summary>
internal static class DocumentNames
{
    /// <summary>Call it before exception handling, so that the log lines of exceptions carry the id too.</summary>
    public static IApplicationBuilder UseDocumentNames(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DocumentNames));
        return app.Use((context, next) => Id(context) is { } id ? NamedAsync(context, next, id, logger) : next(context));
    }

    private static async Task NamedAsync(HttpContext context, RequestDelegate next, string id, ILogger logger)
    {
        context.Features.Get<IHttpActivityFeature>()?.Activity.SetTag(DocumentsTelemetry.DocumentId, id);
        using var scope = logger.BeginScope(new[] { KeyValuePair.Create<string, object?>(DocumentsTelemetry.DocumentId, id) });
        await next(context);
    }

    // Anything else in the route is text of the client's choice and does not belong in telemetry.
    private static string? Id(HttpContext context) =>
        context.Request.RouteValues.GetValueOrDefault("id") is string id && ContentId.IsWellFormed(id) ? id : null;
}

using Microsoft.AspNetCore.Http.Features;
using Spade.Documents.Documents;

namespace Spade.Api.Documents;

/// <summary>Names the document that a request is about, on its span and in every log line that is written meanwhile.</summary>
internal static class DocumentNames
{
    /// <summary>To be called before whatever answers exceptions, so that its words carry the name too.</summary>
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

    // Anything else in that place names no document, and may be anything.
    private static string? Id(HttpContext context) =>
        context.Request.RouteValues.GetValueOrDefault("id") is string id && ContentId.IsWellFormed(id) ? id : null;
}

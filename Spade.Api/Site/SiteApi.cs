using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Spade.Api.Access;
using Spade.Api.Configuration;

namespace Spade.Api.Site;

/// <summary>The page for people at <c>/</c>, and its files.</summary>
internal static class SiteApi
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddSite(this IServiceCollection services)
    {
        services.AddSingleton<SiteFiles>();
        // Before AddProblemDetails: the first writer that can write an error is the one that does.
        services.AddSingleton<IProblemDetailsWriter, ProblemPageWriter>();
        return services;
    }

    public static IEndpointRouteBuilder MapSite(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/", Reads, ShowAsync).AllowAnyone().ExcludeFromDescription();
        app.MapMethods("/site/{version}/{**path}", Reads, Find).AllowAnyone().ExcludeFromDescription();
        return app;
    }

    // Executed here: the generator of endpoints cannot name the type of a component, which another generator makes.
    private static Task ShowAsync(HttpContext context, SiteFiles files, IOptions<ApiLimits> limits, string? document)
    {
        var page = new ComponentResult<HomePage>(new()
        {
            [nameof(HomePage.Folder)] = files.Folder,
            [nameof(HomePage.Scripts)] = files.Scripts,
            [nameof(HomePage.MaxUploadBytes)] = limits.Value.MaxUploadBytes,
            [nameof(HomePage.ShowsDocument)] = document is not null,
        });
        return page.ExecuteAsync(context);
    }

    // During a rollout a page of the new version may ask a replica of the old one. It gets the old file, which is better than none, and
    // must not keep it.
    private static Results<FileContentHttpResult, NotFound> Find(string version, string path, SiteFiles files, HttpResponse response)
    {
        if (!files.TryFind(path, out var file))
            return TypedResults.NotFound();
        var isOurs = version == files.Version;
        response.Headers.CacheControl = isOurs ? "public, max-age=31536000, immutable" : "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(
            file.Content, file.ContentType, entityTag: isOurs ? new EntityTagHeaderValue($"\"{files.Version}\"") : null);
    }
}

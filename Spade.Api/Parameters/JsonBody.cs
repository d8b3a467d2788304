using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Spade.Api.Problems;

namespace Spade.Api.Parameters;

/// <summary>A JSON object as the body of a request. Read here, because the framework's own error does not say what is wrong. No error
/// repeats what was sent: a body may hold a secret.</summary>
internal static class JsonBody
{
    /// <summary>Longest body, in bytes. The objects that are sent here have a few hundred.</summary>
    private const long MaxLength = 16 * 1024;

    /// <returns>The object, or why there is none.</returns>
    public static async Task<(T? Value, ApiProblem? Problem)> ReadAsync<T>(HttpContext context, CancellationToken cancellationToken)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
            return (null, ApiProblems.JsonExpected(context.Request.ContentType ?? ""));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxLength;
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, json, cancellationToken);
            return value is null ? (null, ApiProblems.InvalidBody("$", MembersOf<T>(json))) : (value, null);
        }
        catch (JsonException invalid)
        {
            return (null, ApiProblems.InvalidBody(invalid.Path ?? "$", MembersOf<T>(json)));
        }
    }

    private static IReadOnlyList<string> MembersOf<T>(JsonSerializerOptions json) =>
        [.. json.GetTypeInfo(typeof(T)).Properties.Select(member => member.Name)];
}

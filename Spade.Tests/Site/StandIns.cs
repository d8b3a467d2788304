using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using Spade.Documents.Pages;

namespace Spade.Tests.Site;

/// <summary>Answers of endpoints that the API does not have, made from the same tables.</summary>
internal sealed class StandIns(SiteHost host)
{
    public static async Task AddAsync(IBrowserContext context, SiteHost host)
    {
        var standIns = new StandIns(host);
        var routes = host.Api.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(route => route.RoutePattern.RawText).ToHashSet();
        foreach (var (pattern, path, answer) in standIns.All)
        {
            if (!routes.Contains(pattern))
                await context.RouteAsync(new System.Text.RegularExpressions.Regex(path), route => standIns.AnswerAsync(route, answer));
        }
    }

    private (string Pattern, string Path, Func<IRoute, string[], Task> Answer)[] All =>
    [
        ("/languages", "/languages$", (route, _) => JsonAsync(
            route, new { languages = new object[] { new { code = "eng", @default = true }, new { code = "deu", @default = false } } })),
        ("/documents/{id}/events", "/documents/[0-9a-f]+/events", EventsAsync),
        ("/documents/{id}/pages/{n}", "/documents/[0-9a-f]+/pages/[0-9]+$", PageAsync),
        ("/documents/{id}/pages/{n}/image", "/documents/[0-9a-f]+/pages/[0-9]+/image$", ImageAsync),
    ];

    // While the API is stopped, nothing answers for it.
    private async Task AnswerAsync(IRoute route, Func<IRoute, string[], Task> answer)
    {
        try
        {
            await answer(route, new Uri(route.Request.Url).AbsolutePath.Split('/'));
        }
        catch (Exception exception) when (exception is InvalidOperationException or NpgsqlException or ObjectDisposedException)
        {
            await route.AbortAsync();
        }
    }

    // An answer of Playwright is complete: the browser comes back for what happened later, and resumes as after a lost connection.
    private async Task EventsAsync(IRoute route, string[] path)
    {
        var last = route.Request.Headers.GetValueOrDefault("last-event-id") ?? new Uri(route.Request.Url).Query.Split('=').Last();
        await using var command = host.Database.CreateCommand(
            "SELECT id, kind, data::text FROM document_events WHERE document_id = $1 AND id > $2 ORDER BY id");
        command.Parameters.Add(new() { Value = path[2] });
        command.Parameters.Add(new() { Value = long.TryParse(last, out var id) ? id : 0L });
        await using var reader = await command.ExecuteReaderAsync();
        var body = new StringBuilder("retry: 100\n\n");
        while (await reader.ReadAsync())
            body.Append($"id: {reader.GetInt64(0)}\nevent: {reader.GetString(1)}\ndata: {reader.GetString(2)}\n\n");
        await route.FulfillAsync(new() { ContentType = "text/event-stream", Body = body.ToString() });
    }

    private async Task PageAsync(IRoute route, string[] path)
    {
        await using var command = host.Database.CreateCommand("SELECT layout FROM pages WHERE document_id = $1 AND number = $2");
        command.Parameters.Add(new() { Value = path[2] });
        command.Parameters.Add(new() { Value = int.Parse(path[4], null) });
        var layout = PageLayoutFormat.Read((byte[])(await command.ExecuteScalarAsync())!);
        await JsonAsync(route, layout);
    }

    private async Task ImageAsync(IRoute route, string[] path)
    {
        await using var command = host.Database.CreateCommand(
            "SELECT content_type, data FROM page_previews WHERE document_id = $1 AND number = $2");
        command.Parameters.Add(new() { Value = path[2] });
        command.Parameters.Add(new() { Value = int.Parse(path[4], null) });
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        await route.FulfillAsync(new() { ContentType = reader.GetString(0), BodyBytes = reader.GetFieldValue<byte[]>(1) });
    }

    private static Task JsonAsync(IRoute route, object value) => route.FulfillAsync(new()
    {
        ContentType = "application/json",
        Body = JsonSerializer.Serialize(value, JsonSerializerOptions.Web),
    });
}

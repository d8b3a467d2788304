using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Webhooks;

/// <summary>A receiver of webhooks on this machine: it records what it gets, and answers as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedEvent> _events = new();
    private readonly Func<int, HttpContext, Task> _answer;
    private int _count;

    private WebhookReceiver(Func<int, HttpContext, Task> answer, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _answer = answer;
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    /// <summary>Where it listens, by address.</summary>
    public Uri Url => new(new Uri(_app.Urls.First()), "/events");

    /// <summary>What it has got so far, in order.</summary>
    public IReadOnlyList<ReceivedEvent> Events => [.. _events];

    /// <summary>Starts one that answers every request with 204.</summary>
    public static Task<WebhookReceiver> StartAsync(int port = 0) => StartAsync((_, _) => StatusCodes.Status204NoContent, port);

    /// <summary>Starts one that answers with a status.</summary>
    /// <param name="status">Gets the number of the request, from 1.</param>
    /// <param name="port">Where to listen; 0 for any port.</param>
    public static Task<WebhookReceiver> StartAsync(Func<int, HttpContext, int> status, int port = 0) => StartAsync(
        (number, context) =>
        {
            context.Response.StatusCode = status(number, context);
            return Task.CompletedTask;
        },
        port);

    public static async Task<WebhookReceiver> StartAsync(Func<int, HttpContext, Task> answer, int port = 0)
    {
        var receiver = new WebhookReceiver(answer, port);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until it has got this many requests.</summary>
    public Task GetsAsync(int count) => Eventually.HoldsAsync(
        $"the receiver gets {count} events", () => Task.FromResult(_events.Count >= count));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        _events.Enqueue(new ReceivedEvent(body, new HeaderDictionary(
            new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase))));
        await _answer(Interlocked.Increment(ref _count), context);
    }
}

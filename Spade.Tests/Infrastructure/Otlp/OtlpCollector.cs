using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Spade.Tests.Infrastructure.Otlp;

/// <summary>An OTLP collector in the test process, on free loopback ports, for http/protobuf and gRPC. It keeps everything it receives;
/// tests wait for what they expect.</summary>
/// <example><code>
/// await using var collector = await OtlpCollector.StartAsync();
/// // give collector.Environment to the service, then:
/// await collector.WaitForAsync(c => c.Spans.Any(span => span.Name == "POST /documents"));
/// </code></example>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<ReceivedSpan> _spans = [];
    private readonly List<ReceivedPoint> _points = [];
    private readonly List<ReceivedLog> _logs = [];
    private readonly List<byte[]> _bodies = [];
    private TaskCompletionSource _received = NewSignal();

    private OtlpCollector(WebApplication app)
    {
        _app = app;
        _app.Use(LeaveNoTraceAsync);
        Map("/v1/traces", "trace.v1.TraceService", body => _spans.AddRange(OtlpReader.Spans(body)));
        Map("/v1/metrics", "metrics.v1.MetricsService", body => _points.AddRange(OtlpReader.Points(body)));
        Map("/v1/logs", "logs.v1.LogsService", body => _logs.AddRange(OtlpReader.Logs(body)));
    }

    /// <summary>Address for http/protobuf.</summary>
    public string HttpEndpoint => _app.Urls.First();

    /// <summary>Address for gRPC.</summary>
    public string GrpcEndpoint => _app.Urls.Last();

    /// <summary>The variables that send a service's telemetry here at short intervals.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = HttpEndpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
    };

    /// <summary>The spans so far.</summary>
    public IReadOnlyList<ReceivedSpan> Spans => Copy(_spans);

    /// <summary>The metric points so far, in the order of the exports.</summary>
    public IReadOnlyList<ReceivedPoint> Points => Copy(_points);

    /// <summary>The log records so far.</summary>
    public IReadOnlyList<ReceivedLog> Logs => Copy(_logs);

    /// <summary>True when the text is anywhere in what was received so far: names, attributes, events, resources. The protocol holds text
    /// as UTF-8.</summary>
    public bool HasReceived(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Copy(_bodies).Any(body => body.AsSpan().IndexOf(bytes) >= 0);
    }

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            // gRPC without TLS: HTTP/2 needs a separate port.
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var collector = new OtlpCollector(builder.Build());
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Waits until the condition holds; checks it whenever something arrives.</summary>
    /// <exception cref="TimeoutException">It did not hold in time (default 20 s); the message lists what had arrived.</exception>
    public async Task WaitForAsync(Func<OtlpCollector, bool> condition, TimeSpan? timeout = null)
    {
        using var limit = new CancellationTokenSource(timeout ?? Timeouts.Default);
        while (true)
        {
            // Taken before the check, so that nothing that arrives in between is missed.
            var received = Volatile.Read(ref _received).Task;
            if (condition(this))
                return;
            try
            {
                await received.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The collector did not receive what the test waits for.\n{Summary()}");
            }
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Otherwise a service in the same process would export spans of these requests, endlessly.
    private static Task LeaveNoTraceAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { } span)
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        return next(context);
    }

    private void Map(string path, string grpcService, Action<byte[]> keep)
    {
        _app.MapPost(path, async context =>
        {
            await ReceiveAsync(context, skip: 0, keep);
            context.Response.ContentType = "application/x-protobuf";
        });
        _app.MapPost($"/opentelemetry.proto.collector.{grpcService}/Export", async context =>
        {
            context.Response.ContentType = "application/grpc";
            // One byte of compression flag and four bytes of length precede each message; the response is empty.
            await ReceiveAsync(context, skip: 5, keep);
            await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", "0");
        });
    }

    private async Task ReceiveAsync(HttpContext context, int skip, Action<byte[]> keep)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var message = body.ToArray()[skip..];
        lock (_lock)
        {
            _bodies.Add(message);
            keep(message);
        }

        Interlocked.Exchange(ref _received, NewSignal()).SetResult();
    }

    private T[] Copy<T>(List<T> items)
    {
        lock (_lock)
            return [.. items];
    }

    private string Summary() =>
        $"Spans: {Names(Spans.Select(span => $"{span.Service}/{span.Source}/{span.Name}"))}\n" +
        $"Points: {Names(Points.Select(point => $"{point.Service}/{point.Meter}/{point.Name}"))}\n" +
        $"Logs: {Names(Logs.Select(log => $"{log.Service}/{log.Category}: {log.Body}"))}";

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names
            .CountBy(name => name)
            .OrderBy(name => name.Key, StringComparer.Ordinal)
            .Select(name => $"{name.Key} x{name.Value}"));
}

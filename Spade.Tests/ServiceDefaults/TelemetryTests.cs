using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Tests.Infrastructure;
using Spade.Tests.Infrastructure.Otlp;

namespace Spade.Tests.ServiceDefaults;

public sealed class TelemetryTests
{
    [Fact]
    public async Task One_request_is_one_trace_from_the_server_through_its_query_to_its_log()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var name = $"traced-{Guid.NewGuid():N}";
        await using var service = await TelemetryService.StartAsync(collector.Environment, name, database);

        using var response = await service.Client.GetAsync(new Uri($"/things/{name}?secret=x", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await collector.WaitForAsync(c => Server(c, name) is { } server
            && c.Spans.Any(span => span.TraceId == server.TraceId && Attribute(span, "db.query.text") == "SELECT 7")
            && c.Logs.Any(log => log.TraceId == server.TraceId && log.Body == $"Looking at {name}"));
        var server = Server(collector, name)!;
        Assert.Equal("GET /things/{id}", server.Name);
        Assert.Equal(
            ("GET", $"/things/{name}", "/things/{id}", "200"),
            (server.Attributes["http.request.method"], server.Attributes["url.path"],
                server.Attributes["http.route"], server.Attributes["http.response.status_code"]));
        var query = Assert.Single(
            collector.Spans, span => span.TraceId == server.TraceId && Attribute(span, "db.query.text") == "SELECT 7");
        Assert.Equal(("Npgsql", server.SpanId, "SELECT"), (query.Source, query.ParentSpanId, query.Name));
        var log = Assert.Single(collector.Logs, log => log.Body == $"Looking at {name}");
        Assert.Equal((name, server.SpanId, name), (log.Service, log.SpanId, log.Attributes["Id"]));
    }

    [Fact]
    public async Task A_request_that_throws_is_an_error_span_with_its_route()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var name = $"throws-{Guid.NewGuid():N}";
        await using var service = await TelemetryService.StartAsync(collector.Environment, name, database);

        using var response = await service.Client.GetAsync(new Uri($"/broken/{name}", UriKind.Relative));

        await collector.WaitForAsync(c => Server(c, name) is not null);
        var server = Server(collector, name)!;
        Assert.Equal(("GET /broken/{id}", 2, "500"), (server.Name, server.StatusCode, server.Attributes["http.response.status_code"]));
        Assert.Equal(typeof(InvalidTimeZoneException).FullName, server.Attributes["error.type"]);
    }

    [Fact]
    public async Task A_request_whose_exception_became_a_response_keeps_its_route_and_names_the_exception()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var name = $"answers-{Guid.NewGuid():N}";
        await using var service = await TelemetryService.StartAsync(collector.Environment, name, database, answerExceptions: true);

        using var response = await service.Client.GetAsync(new Uri($"/broken/{name}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await collector.WaitForAsync(c => Server(c, name) is not null);
        var server = Server(collector, name)!;
        Assert.Equal(("GET /broken/{id}", 2, "503"), (server.Name, server.StatusCode, server.Attributes["http.response.status_code"]));
        Assert.Equal(typeof(InvalidTimeZoneException).FullName, server.Attributes["error.type"]);
    }

    [Fact]
    public async Task A_statement_with_or_without_the_context_is_one_span_and_a_batch_is_named_as_one()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var name = $"named-{Guid.NewGuid():N}";
        await using var service = await TelemetryService.StartAsync(collector.Environment, name, database);

        using var response = await service.Client.GetAsync(new Uri($"/tables/{name}", UriKind.Relative));

        await collector.WaitForAsync(c => Server(c, name) is { } server && c.Spans.Count(span => span.ParentSpanId == server.SpanId) >= 3);
        var queries = collector.Spans.Where(span => span.ParentSpanId == Server(collector, name)!.SpanId).ToList();
        Assert.Equal(["SELECT pg_class", "BATCH SELECT pg_class SELECT pg_type", "SELECT pg_type"], queries.Select(query => query.Name));
        Assert.All(queries, query => Assert.Equal(
            ("postgresql", query.Name, 3),
            (query.Attributes["db.system.name"], query.Attributes["db.query.summary"], query.Kind)));
        Assert.Equal("2", queries[1].Attributes["db.operation.batch.size"]);
    }

    [Fact]
    public async Task Health_requests_their_checks_background_queries_and_the_exports_leave_no_trace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var name = $"quiet-{Guid.NewGuid():N}";
        await using var service = await TelemetryService.StartAsync(collector.Environment, name, database);
        await service.WaitForStatusAsync("ready");
        await using (var poll = service.App.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 8"))
            await poll.ExecuteScalarAsync();

        using var response = await service.Client.GetAsync(new Uri($"/things/{name}", UriKind.Relative));

        // Spans are exported in order: when the later request's have arrived, those of health requests would have, too.
        await collector.WaitForAsync(c => Server(c, name) is not null);
        var port = new Uri(service.App.Urls.First()).Port.ToString(CultureInfo.InvariantCulture);
        Assert.DoesNotContain(
            collector.Spans,
            span => Attribute(span, "server.port") == port && Attribute(span, "url.path").StartsWith("/health", StringComparison.Ordinal));
        Assert.DoesNotContain(
            collector.Spans, span => Attribute(span, "url.full").StartsWith(collector.HttpEndpoint, StringComparison.Ordinal));
        var databaseName = new NpgsqlConnectionStringBuilder(database).Database;
        var queries = collector.Spans
            .Where(span => Attribute(span, "db.namespace") == databaseName)
            .Select(span => Attribute(span, "db.query.text"))
            .ToArray();
        Assert.Equal(["SELECT 7"], queries);
    }

    [Fact]
    public async Task Metrics_of_server_runtime_and_database_arrive_under_the_service_s_name()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var name = $"measured-{Guid.NewGuid():N}";
        await using var service = await TelemetryService.StartAsync(collector.Environment, name, database);

        using var response = await service.Client.GetAsync(new Uri($"/things/{name}", UriKind.Relative));

        string[] expected =
        [
            "http.server.request.duration", "kestrel.active_connections", "http.client.request.duration",
            "dotnet.process.memory.working_set", "db.client.operation.duration",
        ];
        await collector.WaitForAsync(c => expected.All(metric => c.Points.Any(point => point.Service == name && point.Name == metric)));
        var duration = collector.Points.First(point => point.Service == name && point.Name == "http.server.request.duration");
        Assert.Equal("s", duration.Unit);
        Assert.Contains(0.005, duration.Bounds);
    }

    [Fact]
    public async Task Grpc_is_used_where_it_is_set_and_one_signal_can_go_elsewhere()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var elsewhere = await OtlpCollector.StartAsync();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var name = $"grpc-{Guid.NewGuid():N}";
        var settings = new Dictionary<string, string>(collector.Environment)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.GrpcEndpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"] = $"{elsewhere.HttpEndpoint}/v1/logs",
            ["OTEL_EXPORTER_OTLP_LOGS_PROTOCOL"] = "http/protobuf",
        };
        await using var service = await TelemetryService.StartAsync(settings, name, database);

        using var response = await service.Client.GetAsync(new Uri($"/things/{name}", UriKind.Relative));

        await collector.WaitForAsync(c => Server(c, name) is not null && c.Points.Any(point => point.Service == name));
        await elsewhere.WaitForAsync(c => c.Logs.Any(log => log.Service == name && log.Body == $"Looking at {name}"));
        Assert.DoesNotContain(collector.Logs, log => log.Service == name);
        Assert.DoesNotContain(elsewhere.Spans, span => span.Service == name);
    }

    [Fact]
    public async Task Telemetry_that_was_not_exported_yet_is_exported_at_exit()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var name = $"flushed-{Guid.NewGuid():N}";
        // The first export would come after an hour.
        var settings = new Dictionary<string, string>(collector.Environment)
        {
            ["OTEL_BSP_SCHEDULE_DELAY"] = "3600000",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "3600000",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "3600000",
        };
        var service = await TelemetryService.StartAsync(settings, name, database);
        using (var response = await service.Client.GetAsync(new Uri($"/things/{name}", UriKind.Relative)))
            Assert.DoesNotContain(collector.Spans, span => span.Service == name);

        await service.App.StopAsync();
        await service.DisposeAsync();

        Assert.NotNull(Server(collector, name));
        Assert.Contains(collector.Logs, log => log.Service == name && log.Body == "Said while stopping");
        Assert.Contains(collector.Points, point => point.Service == name && point.Name == "http.server.request.duration");
    }

    [Theory]
    [InlineData("silent", "grpc")]
    [InlineData("silent", "http/protobuf")]
    [InlineData("refusing", "grpc")]
    [InlineData("refusing", "http/protobuf")]
    public async Task A_collector_that_accepts_nothing_delays_the_exit_no_longer_than_the_deadline(string collector, string protocol)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = $"http://{listener.LocalEndpoint}";
        if (collector == "refusing")
            listener.Stop();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var settings = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["Telemetry:FlushTimeout"] = "00:00:02",
        };
        var service = await TelemetryService.StartAsync(settings, "unheard", database);
        using (var response = await service.Client.GetAsync(new Uri("/things/1", UriKind.Relative)))
            await service.App.StopAsync();
        var watch = Stopwatch.StartNew();

        await service.DisposeAsync();

        // One deadline for all three exporters: three in a row would take six seconds, the defaults ten.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5.5));
    }

    // Listeners are process-wide, so the spans of parallel tests arrive here as well; the name in the path tells them apart.
    private static ReceivedSpan? Server(OtlpCollector collector, string name) => collector.Spans.FirstOrDefault(
        span => span is { Source: "Microsoft.AspNetCore", Kind: 2 } && span.Service == name
            && Attribute(span, "url.path").EndsWith(name, StringComparison.Ordinal));

    private static string Attribute(ReceivedSpan span, string key) => span.Attributes.GetValueOrDefault(key, "");
}

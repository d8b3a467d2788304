using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Telling processes where telemetry goes.</summary>
public static class OtlpConfigurationExtensions
{
    private const string GrpcKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string HttpKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";

    /// <summary>Tells the process where telemetry goes, when configuration names somebody who listens; gRPC wins over HTTP. Projects are told
    /// without being asked.</summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder) where T : IResourceWithEnvironment =>
        builder.WithOtlp(configuration =>
            Address(configuration, GrpcKey) is { } grpc ? (grpc, OtlpProtocol.Grpc)
            : Address(configuration, HttpKey) is { } http ? (http, OtlpProtocol.HttpProtobuf)
            : null);

    /// <summary>Tells the process where telemetry goes that travels in one way only.</summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder, OtlpProtocol protocol) where T : IResourceWithEnvironment =>
        builder.WithOtlp(configuration => Address(configuration, protocol == OtlpProtocol.Grpc ? GrpcKey : HttpKey) is { } address ? (address, protocol) : null);

    /// <summary>Nothing is said when nothing listens: an exporter without a collector retries for ever.</summary>
    private static IResourceBuilder<T> WithOtlp<T>(this IResourceBuilder<T> builder, Func<IConfiguration, (string Address, OtlpProtocol Protocol)?> find)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context =>
        {
            if (find(builder.ApplicationBuilder.Configuration) is not var (address, protocol))
                return;
            var variables = context.EnvironmentVariables;
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol == OtlpProtocol.Grpc ? "grpc" : "http/protobuf";
            variables["OTEL_SERVICE_NAME"] = builder.Resource.Name;
            variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={ReplicaScope.Current?.Id ?? builder.Resource.Name}";
            // Somebody watches what they have just done: by default metrics would come once a minute.
            if (builder.ApplicationBuilder.Environment.IsDevelopment())
                variables["OTEL_BLRP_SCHEDULE_DELAY"] = variables["OTEL_BSP_SCHEDULE_DELAY"] = variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        });

    private static string? Address(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } address ? address : null;
}

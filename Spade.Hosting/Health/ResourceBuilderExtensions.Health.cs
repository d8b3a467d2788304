using System.Diagnostics.CodeAnalysis;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Counts the resource as healthy only when a check, registered with <c>Services.AddHealthChecks()</c>, says so.</summary>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key) where T : IResource
    {
        if (builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(check => check.Key == key))
            throw new DistributedApplicationException($"'{builder.Resource.Name}' already has a health check with the key '{key}'.");
        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    /// <summary>Counts the resource as healthy only when an HTTP endpoint of it answers with the expected status.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">Path; <c>/</c> by default.</param>
    /// <param name="statusCode">Expected status; 200 by default.</param>
    /// <param name="endpointName">Endpoint; <c>https</c> or else <c>http</c> by default. It must exist by now.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints => builder.WithHttpHealthCheck(builder.HttpEndpoint(endpointName), path ?? "/", statusCode ?? 200);

    /// <summary>Counts the resource as healthy only when an HTTP endpoint of somebody's choice answers with the expected status.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointSelector">Chooses the endpoint, now; null for <c>https</c> or else <c>http</c>.</param>
    /// <param name="path">Path; <c>/</c> by default.</param>
    /// <param name="statusCode">Expected status; 200 by default.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, Func<EndpointReference>? endpointSelector, string? path = null, int? statusCode = null)
        where T : IResourceWithEndpoints => builder.WithHttpHealthCheck(builder.HttpEndpoint(endpointSelector), path ?? "/", statusCode ?? 200);

    /// <summary>Tells orchestrators where to ask how the resource is, and adds the same question as a health check. A second probe of a type
    /// replaces the first; two on one path clash.</summary>
    [Experimental("ASPIREPROBES001")]
    public static IResourceBuilder<T> WithHttpProbe<T>(
        this IResourceBuilder<T> builder, ProbeType type, string? path = null, int? initialDelaySeconds = null, int? periodSeconds = null,
        int? timeoutSeconds = null, int? failureThreshold = null, int? successThreshold = null, string? endpointName = null)
        where T : IResourceWithEndpoints, IResourceWithProbes => builder.WithHttpProbe(
            type, () => builder.HttpEndpoint(endpointName), path, initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold, successThreshold);

    /// <summary>Tells orchestrators where to ask how the resource is, on an endpoint of somebody's choice; null for <c>https</c> or else <c>http</c>.</summary>
    [Experimental("ASPIREPROBES001")]
    public static IResourceBuilder<T> WithHttpProbe<T>(
        this IResourceBuilder<T> builder, ProbeType type, Func<EndpointReference>? endpointSelector, string? path = null,
        int? initialDelaySeconds = null, int? periodSeconds = null, int? timeoutSeconds = null, int? failureThreshold = null,
        int? successThreshold = null) where T : IResourceWithEndpoints, IResourceWithProbes
    {
        var endpoint = builder.HttpEndpoint(endpointSelector);
        foreach (var earlier in builder.Resource.Annotations.OfType<ProbeAnnotation>().Where(probe => probe.Type == type).ToList())
            builder.Resource.Annotations.Remove(earlier);
        return builder.WithAnnotation<ProbeAnnotation>(new EndpointProbeAnnotation
        {
            Type = type,
            EndpointReference = endpoint,
            Path = path ?? "/",
            InitialDelaySeconds = initialDelaySeconds ?? 5,
            PeriodSeconds = periodSeconds ?? 5,
            TimeoutSeconds = timeoutSeconds ?? 1,
            FailureThreshold = failureThreshold ?? 3,
            SuccessThreshold = successThreshold ?? 1,
        }).WithHttpHealthCheck(endpoint, path ?? "/", 200);
    }

    private static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, EndpointReference endpoint, string path, int statusCode)
        where T : IResourceWithEndpoints
    {
        var key = HttpEndpointHealthCheck.KeyOf(builder.Resource, endpoint, path, statusCode);
        builder.WithHealthCheck(key);
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, services => new HttpEndpointHealthCheck(services.GetRequiredService<IHttpClientFactory>(), endpoint, path, statusCode), null, null));
        return builder;
    }

    private static EndpointReference HttpEndpoint<T>(this IResourceBuilder<T> builder, Func<EndpointReference>? selector) where T : IResourceWithEndpoints
    {
        if (selector is null)
            return builder.HttpEndpoint((string?)null);
        var endpoint = selector();
        return endpoint.Exists
            ? endpoint.RequireHttp()
            : throw new DistributedApplicationException($"'{endpoint.Resource.Name}' has no endpoint named '{endpoint.EndpointName}': add it first.");
    }

    private static EndpointReference HttpEndpoint<T>(this IResourceBuilder<T> builder, string? name) where T : IResourceWithEndpoints
    {
        string[] candidates = name is null ? ["https", "http"] : [name];
        return candidates.Select(candidate => builder.GetEndpoint(candidate)).FirstOrDefault(endpoint => endpoint.Exists)?.RequireHttp()
            ?? throw new DistributedApplicationException(
                $"'{builder.Resource.Name}' has no endpoint named {string.Join(" or ", candidates.Select(candidate => $"'{candidate}'"))}: add it first.");
    }

    private static EndpointReference RequireHttp(this EndpointReference endpoint) => endpoint.Scheme is "http" or "https"
        ? endpoint
        : throw new DistributedApplicationException(
            $"Endpoint '{endpoint.EndpointName}' of '{endpoint.Resource.Name}' speaks {endpoint.Scheme} and cannot be asked over HTTP: choose an endpoint that speaks http or https.");
}

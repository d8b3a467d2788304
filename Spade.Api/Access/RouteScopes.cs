using Spade.Shutdown;

namespace Spade.Api.Access;

/// <summary>Refuses to start with a route that does not say who may call it.</summary>
internal sealed class RouteScopes(EndpointDataSource endpoints) : IHostedLifecycleService
{
    /// <summary>The routes without a <see cref="RequiredScope"/>.</summary>
    public static IReadOnlyList<string> Missing(EndpointDataSource endpoints) =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<RequiredScope>() is null)
            .Select(route => route.DisplayName ?? route.RoutePattern.RawText ?? ""),
    ];

    /// <summary>The web server has its routes by now.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => Missing(endpoints) is { Count: > 0 } missing
        ? throw new StartupException(
            $"These routes do not say who may call them; add RequireScope or AllowAnyone: {string.Join(", ", missing)}.")
        : Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

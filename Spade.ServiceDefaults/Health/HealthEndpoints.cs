using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Spade.ServiceDefaults.Health;

/// <summary>Maps the health endpoints. They are the same for every service and in every environment.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps <c>/health/live</c> (always 200), <c>/health/ready</c> (503 while starting or draining) and
    /// <c>/health/startup</c> (503 until every start-up check has been healthy). They answer from memory; a request never runs a
    /// check.</summary>
    /// <returns>All three, for metadata of the service.</returns>
    public static IEndpointConventionBuilder MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var board = app.Services.GetRequiredService<HealthBoard>();
        var health = app.MapGroup("");
        Map(health, "/health/live", context => AnswerAsync(context, board, _ => true, withChecks: false));
        Map(health, "/health/ready", context => AnswerAsync(context, board, IsReady));
        Map(health, "/health/startup", context => AnswerAsync(context, board, _ => board.Started));
        return health;
    }

    private static bool IsReady(ServiceStatus status) => status is ServiceStatus.Ready or ServiceStatus.Degraded;

    // Probes are not part of the API or of its request metrics. They skip the rest of the pipeline, so that it cannot delay them.
    private static void Map(IEndpointRouteBuilder app, string path, RequestDelegate handler) =>
        app.MapGet(path, handler).ShortCircuit().DisableHttpMetrics().ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext context, HealthBoard board, Func<ServiceStatus, bool> isFine, bool withChecks = true)
    {
        var status = board.Status;
        var json = HealthJson.Write(board, status, withChecks);
        var response = context.Response;
        response.StatusCode = isFine(status) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, context.RequestAborted);
    }
}

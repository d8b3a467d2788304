using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Jobs;

namespace Spade.Documents;

/// <summary>Asks one question as soon as there is a schema: EF Core builds its model at the first, which took half a second of the first
/// request. Readiness does not wait for it: a request that is quicker waits as it would have.</summary>
internal sealed partial class ModelWarmUp(SchemaGate gate, IServiceScopeFactory scopes, ILogger<ModelWarmUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await gate.WaitAsync(stoppingToken);
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DocumentQueries>().ListAsync(null, null, 1, stoppingToken);
        }
        catch (Exception exception)
        {
            // Whatever it is, a request will meet it too, and tell.
            Log.NotWarm(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3021, LogLevel.Debug, "The first request will be slower: {Reason}")]
        public static partial void NotWarm(ILogger logger, string reason);
    }
}

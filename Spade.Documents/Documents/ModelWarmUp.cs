using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Jobs.Schema;
using Spade.Shutdown.Progress;

namespace Spade.Documents.Documents;

/// <summary>Asks one question as soon as there is a schema: EF Core builds its model at the first, which takes half a second and blocks
/// whoever asks meanwhile.</summary>
public sealed partial class ModelWarmUp(SchemaGate gate, IServiceScopeFactory scopes, TimeProvider time, ILogger<ModelWarmUp> logger) : BackgroundService
{
    /// <summary>For the question that is under way when the process is told to stop.</summary>
    private static readonly TimeSpan LastLimit = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the question was answered, or could not be. Never fails.</summary>
    public Task Ended => _ended.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var late = new LateToken(LastLimit, time, stoppingToken);
        try
        {
            await gate.WaitAsync(stoppingToken);
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DocumentQueries>().ListAsync(null, null, 1, late.Token);
        }
        catch (Exception exception)
        {
            // Whatever it is, a request will meet it too, and tell.
            Log.NotWarm(logger, exception.Message);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3021, LogLevel.Debug, "The first request will be slower: {Reason}")]
        public static partial void NotWarm(ILogger logger, string reason);
    }
}

using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Maintenance;

/// <summary>Registers the queues of this process, so that they can be listed and paused. Jobs run without waiting for it.</summary>
internal sealed partial class QueueRegistration(
    IEnumerable<JobQueue> queues, NpgsqlDataSource database, TimeProvider time, ILogger<QueueRegistration> logger) : IBackgroundPart
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly string[] _names = [.. queues.Select(queue => queue.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Tries until it succeeds or is cancelled.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        var pause = FirstPause;
        while (!ended.IsCancellationRequested && !await TryAsync(pause, ended))
        {
            await Task.Delay(pause, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = 2 * pause < LongestPause ? 2 * pause : LongestPause;
        }
    }

    private async Task<bool> TryAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var command = connection.Command(JobSql.RegisterQueues).With(_names);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            return true;
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
                Log.CannotRegister(logger, pause, exception.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1005, LogLevel.Warning, "The queues cannot be registered now; tried again in {Pause}: {Reason}")]
        public static partial void CannotRegister(ILogger logger, TimeSpan pause, string reason);
    }
}

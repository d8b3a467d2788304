using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Keys;

/// <summary>Writes when keys were last used: all of them in one statement, at most once a minute, behind the requests.</summary>
internal sealed partial class KeyUses(NpgsqlDataSource database, TimeProvider time, ILogger<KeyUses> logger) : BackgroundService
{
    /// <summary>The precision of <see cref="ApiKey.LastUsedAt"/>.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>A stop waits no longer for what is only good to know.</summary>
    private static readonly TimeSpan LastLimit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.Ordinal);
    private readonly Channel<bool> _noted =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Notes that a key was used just now.</summary>
    public void Note(string prefix)
    {
        // Without a lock for the many requests of the same minute.
        if (!_used.ContainsKey(prefix) && _used.TryAdd(prefix, true))
            _noted.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _noted.Reader.ReadAsync(stoppingToken);
                await TryWriteAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(LastLimit, time);
            await TryWriteAsync(limit.Token);
        }
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        // Removed before they are written: a use during the statement counts for the next one.
        string[] prefixes = [.. _used.Keys.Where(prefix => _used.TryRemove(prefix, out _))];
        if (prefixes.Length == 0)
            return;
        try
        {
            await using var command = database.CreateCommand(KeyVerificationSql.Use).With(prefixes);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception exception) when (
            exception is NpgsqlException or OperationCanceledException || DatabaseFaults.IsUnusable(exception))
        {
            // Auxiliary: the next use of the key is written.
            Log.NotWritten(logger, prefixes.Length, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3301, LogLevel.Debug, "The last use of {Count} keys could not be written; their next use is: {Reason}")]
        public static partial void NotWritten(ILogger logger, int count, string reason);
    }
}

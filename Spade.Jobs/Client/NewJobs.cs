using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Npgsql;
using NpgsqlTypes;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;
using Spade.Jobs.Telemetry;

namespace Spade.Jobs.Client;

/// <summary>Jobs of one queue that are to be added, as one command of a batch.</summary>
internal sealed class NewJobs
{
    private readonly bool _isSingleton;

    private NewJobs(Guid[] ids, NpgsqlBatchCommand command, bool isSingleton)
    {
        Ids = ids;
        Command = command;
        _isSingleton = isSingleton;
    }

    /// <summary>The ids they get if all are added, which only a singleton key can prevent.</summary>
    public Guid[] Ids { get; }

    public NpgsqlBatchCommand Command { get; }

    /// <exception cref="InvalidJobException">The queue's name, an option or a payload is not valid; the message names each.</exception>
    public static NewJobs Of<TPayload>(string queue, IReadOnlyCollection<TPayload> payloads, JobOptions options)
    {
        JobOptionsChecks.ThrowIfInvalid(queue, options);
        var documents = JobPayloads.Serialize(queue, payloads);
        var isSingleton = options.SingletonKey is not null;
        var command = new NpgsqlBatchCommand(isSingleton ? JobSql.EnqueueSingleton : JobSql.Enqueue);
        // Version 7 ids grow with time: inserts stay at the right edge of the primary key.
        Guid[] ids = [.. documents.Select(_ => Guid.CreateVersion7())];
        using var activity = JobsActivities.StartEnqueue(queue, ids);
        AddParameters(command.Parameters, queue, ids, documents, options, activity ?? Activity.Current);
        return new NewJobs(ids, command, isSingleton);
    }

    /// <summary>Executes the batch, in which they come first.</summary>
    /// <param name="batch">Nothing else in it returns rows before <paramref name="notification"/>.</param>
    /// <param name="notification">The batch's last command when it is a notification.</param>
    /// <param name="cancellationToken">Ends the wait; whether they were added is not known then.</param>
    /// <returns>The ids of those that were added, and whether the notification left.</returns>
    public async Task<(IReadOnlyList<Guid> Added, bool NotificationSent)> SendAsync(
        NpgsqlBatch batch, NpgsqlBatchCommand? notification, CancellationToken cancellationToken)
    {
        var added = new List<Guid>();
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            while (_isSingleton && await reader.ReadAsync(cancellationToken))
                added.Add(reader.GetGuid(0));
            var notificationSent = notification is not null && await ReadNotificationAsync(reader, cancellationToken);
            if (notification is null)
                await ReadToEndAsync(reader, cancellationToken);
            return (_isSingleton ? added : Ids, notificationSent);
        }
        catch (NpgsqlException exception) when (
            exception.InnerException is AggregateException { InnerExceptions: [PostgresException first, ..] })
        {
            // Both failed, and why the notification did is of no interest.
            ExceptionDispatchInfo.Throw(first);
            throw;
        }
    }

    /// <summary>To the end: only there PostgreSQL says that it has committed.</summary>
    private static async Task ReadToEndAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }

    /// <summary>The notification returns rows, and Npgsql gets to them past the commit of the jobs: an error from there on is the
    /// notification's alone. Its commit, where PostgreSQL notifies, belongs to no command that the exception could name.</summary>
    private async Task<bool> ReadNotificationAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (_isSingleton)
            await reader.NextResultAsync(cancellationToken);
        try
        {
            await ReadToEndAsync(reader, cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.InvariantSeverity == "ERROR")
        {
            return false;
        }
    }

    private static void AddParameters(
        NpgsqlParameterCollection parameters, string queue, Guid[] ids, string[] payloads, JobOptions options, Activity? trace) =>
        parameters
        .AndValue(ids)
        .AndText(queue)
        .AndJson(payloads)
        .AndValue(options.Priority)
        .AndValue((int)options.StartAfter.TotalMilliseconds)
        .AndValue(options.RetryLimit)
        .AndValue((int)options.RetryDelay.TotalMilliseconds)
        .AndValue((int)options.RetryDelayMax.TotalMilliseconds)
        .AndValue(options.RetryBackoff)
        .AndNullable((int?)options.Timeout?.TotalMilliseconds, NpgsqlDbType.Integer)
        .AndText(options.SingletonKey)
        .AndText(options.DeadLetterQueue)
        .AndText(trace?.Id)
        .AndText(trace?.TraceStateString);
}

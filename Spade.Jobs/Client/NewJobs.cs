using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;
using Spade.Jobs.Telemetry;

namespace Spade.Jobs.Client;

/// <summary>New jobs of one queue, added by one command of a batch.</summary>
internal sealed class NewJobs
{
    private readonly bool _isSingleton;

    private NewJobs(Guid[] ids, NpgsqlBatchCommand command, bool isSingleton)
    {
        Ids = ids;
        Command = command;
        _isSingleton = isSingleton;
    }

    /// <summary>The jobs' ids. Only with a singleton key may a job not be added.</summary>
    public Guid[] Ids { get; }

    public NpgsqlBatchCommand Command { get; }

    /// <exception cref="InvalidJobException">The queue's name, an option or a payload is not valid; the message names each.</exception>
    public static NewJobs Of<TPayload>(string queue, IReadOnlyCollection<TPayload> payloads, JobOptions options)
    {
        JobOptionsChecks.ThrowIfInvalid(queue, options);
        var documents = JobPayloads.Serialize(queue, payloads);
        var isSingleton = options.SingletonKey is not null;
        var command = new NpgsqlBatchCommand(isSingleton ? JobSql.EnqueueSingleton : JobSql.Enqueue);
        // Version 7 ids grow with time, so inserts stay at the right edge of the primary key.
        Guid[] ids = [.. documents.Select(_ => Guid.CreateVersion7())];
        using var activity = JobsActivities.StartEnqueue(queue, ids);
        AddParameters(command.Parameters, queue, ids, documents, options, activity ?? Activity.Current);
        return new NewJobs(ids, command, isSingleton);
    }

    /// <summary>Executes the batch, in which the new jobs are the only command.</summary>
    /// <returns>The ids of the added jobs.</returns>
    public async Task<IReadOnlyList<Guid>> SendAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        var added = new List<Guid>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (_isSingleton && await reader.ReadAsync(cancellationToken))
            added.Add(reader.GetGuid(0));
        // PostgreSQL reports the commit at the end.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
        return _isSingleton ? added : Ids;
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
        .AndText(trace?.TraceStateString)
        .AndText(options.Group);
}

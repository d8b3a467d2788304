using Npgsql;
using Spade.Jobs.Handlers;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Jobs.Leases;

/// <summary>State changes of a run's job, each by one statement under the claim's fence.</summary>
internal static class FencedStatements
{
    public static FencedStatement Hold(ClaimedJob job) => async (transaction, cancellationToken) =>
        await Held(JobSql.Hold, job, transaction).ExecuteScalarAsync(cancellationToken) is not null;

    public static FencedStatement Checkpoint(ClaimedJob job) => (transaction, cancellationToken) =>
        AffectsAsync(Held(JobSql.Checkpoint, job, transaction), cancellationToken);

    public static FencedStatement Complete(ClaimedJob job) => (transaction, cancellationToken) =>
        AffectsAsync(Held(JobSql.Complete, job, transaction), cancellationToken);

    public static FencedStatement Release(ClaimedJob job) => (transaction, cancellationToken) =>
        AffectsAsync(Held(JobSql.Release, job, transaction), cancellationToken);

    public static FencedStatement GiveWay(ClaimedJob job) => (transaction, cancellationToken) =>
        AffectsAsync(Held(JobSql.GiveWay, job, transaction), cancellationToken);

    public static FencedStatement GiveBack(ClaimedJob job) => (transaction, cancellationToken) =>
        AffectsAsync(Held(JobSql.GiveBack, job, transaction), cancellationToken);

    public static FencedStatement Retry(ClaimedJob job, JobError error, TimeSpan delay) => (transaction, cancellationToken) =>
        AffectsAsync(
            Held(JobSql.Retry, job, transaction).With(delay.TotalMilliseconds).WithText(error.Type).WithText(error.Message),
            cancellationToken);

    public static FencedStatement Fail(ClaimedJob job, JobError error, bool countsAsAttempt) => async (transaction, cancellationToken) =>
    {
        await using (var fail = Held(JobSql.Fail, job, transaction).With(countsAsAttempt).WithText(error.Type).WithText(error.Message))
        await using (var reader = await fail.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                return false;
        }
        await using var copy = transaction.Connection!.Command(JobSql.DeadLetter, transaction).With(job.Id).With(Guid.CreateVersion7());
        await copy.ExecuteNonQueryAsync(cancellationToken);
        return true;
    };

    private static NpgsqlCommand Held(string sql, ClaimedJob job, NpgsqlTransaction transaction) =>
        transaction.Connection!.Command(sql, transaction).With(job.Id).With(job.Fence).With(job.Node);

    private static async Task<bool> AffectsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}

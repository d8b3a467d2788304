using Npgsql;
using Spade.Jobs.Nodes;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Jobs.Completing;

/// <summary>Statements that commit completions.</summary>
internal sealed class CompletionStore(NpgsqlDataSource database, Node node)
{
    /// <summary>Completes jobs that have nothing else to write and claims jobs in the same transaction.</summary>
    /// <returns>The jobs that their runs still owned.</returns>
    public async Task<HashSet<Guid>> CompleteAsync(List<Completion> completions, IClaimRide? ride)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(JobSql.KeepToIndexes), Command(completions) } };
        if (ride is not null)
            batch.BatchCommands.Add(ride.Command);
        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        await reader.NextResultAsync();
        var completed = new HashSet<Guid>(completions.Count);
        while (await reader.ReadAsync())
            completed.Add(reader.GetGuid(0));
        if (ride is not null && await reader.NextResultAsync())
            await ride.ReadAsync(reader);
        await reader.ReadToEndAsync(CancellationToken.None);
        return completed;
    }

    private NpgsqlBatchCommand Command(List<Completion> completions) =>
        new NpgsqlBatchCommand(JobSql.CompleteMany)
            .With(completions.ConvertAll(completion => completion.JobId).ToArray())
            .With(completions.ConvertAll(completion => completion.Fence).ToArray())
            .With(node.Id);
}

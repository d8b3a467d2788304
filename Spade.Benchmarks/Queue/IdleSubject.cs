using Npgsql;
using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Queue;

/// <summary>A worker of one queue without a job: its CPU, and the transactions that the server counts in its database. Arguments: seconds
/// before, seconds.</summary>
internal static class IdleSubject
{
    internal const string Name = "idle", Row = "worker at rest";

    internal static async IAsyncEnumerable<RowOfFigures> RunAsync(string[] arguments)
    {
        await QueueHost.CreateSchemaAsync(CancellationToken.None);
        await using var worker = await WorkerProgram.StartAsync(WorkerProgram.PickUp);
        await Task.Delay(TimeSpan.FromSeconds(int.Parse(arguments[0])));
        await using var elsewhere = QueueHost.Database("postgres");
        var (began, cpu, transactions) = (MonotonicClock.Now, ProcessTimes.Of(worker.Id), await TransactionsAsync(elsewhere));
        await Task.Delay(TimeSpan.FromSeconds(int.Parse(arguments[1])));
        var seconds = (MonotonicClock.Now - began) / 1000;
        yield return new(Row, new()
        {
            ["cpu_percent"] = (ProcessTimes.Of(worker.Id) - cpu) / seconds * 100,
            ["queries_per_s"] = (await TransactionsAsync(elsewhere) - transactions) / seconds,
        });
    }

    private static Task<long> TransactionsAsync(NpgsqlDataSource elsewhere) => QueueHost.ScalarAsync<long>(
        elsewhere, $"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '{QueueHost.DatabaseName}'");
}

using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Spade.Jobs.Handlers;

namespace Spade.Tests.TestWorker;

/// <summary>Writes one row per step with its process id, and continues after the last row.</summary>
internal sealed class StepsHandler(NpgsqlDataSource database) : IJobHandler<Steps>
{
    public async Task<JobOutcome> RunAsync(JobContext<Steps> job, CancellationToken cancellationToken)
    {
        for (var step = await CountAsync(job.JobId, cancellationToken) + 1; step <= job.Payload.Count; step++)
        {
            if (job.Shutdown.IsCancellationRequested)
                return new JobOutcome.Yielded();
            await Pause.ForAsync(TimeSpan.FromMilliseconds(job.Payload.Milliseconds), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            var current = step;
            await job.CheckpointAsync((transaction, token) => WriteAsync(job, current, transaction, token), cancellationToken);
            Console.WriteLine($"step {current.ToString(CultureInfo.InvariantCulture)} done");
        }
        return new JobOutcome.Completed();
    }

    private static async Task WriteAsync(JobContext<Steps> job, int step, NpgsqlTransaction transaction, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO steps (job_id, step, process_id) VALUES ($1, $2, $3)", transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = job.JobId });
        command.Parameters.Add(new() { Value = step });
        command.Parameters.Add(new() { Value = Environment.ProcessId });
        await command.ExecuteNonQueryAsync(token);
        if (step == job.Payload.FreezeAt && job.Interruptions == 0)
        {
            Console.WriteLine("freezing in a transaction");
            Signals.Send(Environment.ProcessId, Signals.Stop);
            // The signal reaches the threads one by one: this thread waits for it, and continues after SIGCONT.
            using var never = new ManualResetEvent(false);
            never.WaitOne(TimeSpan.FromSeconds(1));
            Console.WriteLine("thawed");
        }
    }

    private async Task<int> CountAsync(Guid job, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT count(*)::int FROM steps WHERE job_id = $1");
        command.Parameters.Add(new() { Value = job });
        return (int)(await command.ExecuteScalarAsync(cancellationToken) ?? throw new UnreachableException());
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Spade.Jobs;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Jobs.Schema;

// The queue alone, in a plain host. Needs ConnectionStrings__spadedb; --Seconds=N sets how long the job takes. Ctrl+C ends it.
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("spadedb")!));
builder.Services.AddJobs().AddHandler<Report, ReportHandler>(Report.Queue, options => options.Concurrency = 2);
using var host = builder.Build();

// An application creates the tables in a migration of its own. The queue waits until the gate is open.
var database = host.Services.GetRequiredService<NpgsqlDataSource>();
await using (var create = database.CreateCommand(
    $"DO $do$ BEGIN IF to_regclass('jobs') IS NULL THEN {JobsSchema.Create} END IF; {JobsSchema.AddGroups} END $do$"))
    await create.ExecuteNonQueryAsync();
host.Services.GetRequiredService<SchemaGate>().Open();
await host.StartAsync();

// The singleton key: while the report of an earlier start is unfinished, no second one is added.
var report = new Report(TimeSpan.FromSeconds(builder.Configuration.GetValue("Seconds", 5)));
await host.Services.GetRequiredService<JobClient>()
    .EnqueueAsync(Report.Queue, report, new JobOptions { SingletonKey = "daily" }, default);
await host.WaitForShutdownAsync();

internal sealed record Report(TimeSpan Duration)
{
    public const string Queue = "reports";
}

internal sealed class ReportHandler : IJobHandler<Report>
{
    public async Task<JobOutcome> RunAsync(JobContext<Report> job, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Report begins, interrupted {job.Interruptions} times so far");
        // A stop asks for a yield: the job is released, and the next process goes on with it at once.
        await Task.Delay(job.Payload.Duration, job.Shutdown).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (job.Shutdown.IsCancellationRequested)
            return new JobOutcome.Yielded();
        Console.WriteLine("Report done");
        return new JobOutcome.Completed();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs;
using Spade.Jobs.Client;
using Spade.Jobs.Configuration;
using Spade.Jobs.Handlers;
using Spade.Jobs.Schema;
using Spade.Shutdown;
using Spade.Shutdown.Budget;
using Spade.Shutdown.InFlight;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>Graceful shutdown and the queue work together without the restart ledger.</summary>
public sealed class JobsInExitReportTests
{
    private static readonly ShutdownBudget Budget = new(new ShutdownTerms
    {
        InFlight = TimeSpan.FromMilliseconds(500), Close = TimeSpan.FromSeconds(8), Margin = TimeSpan.FromSeconds(1),
    });

    [Fact]
    public async Task A_running_job_is_drained_by_the_services_budget_and_counted_in_its_exit_report()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reports = new Reports();
        await using var app = Build(database, reports, async (_, token) =>
        {
            started.SetResult();
            await Cancellation.ThrownAsync(token);
            return new JobOutcome.Completed();
        });
        app.Services.GetRequiredService<SchemaGate>().Open();
        await app.StartAsync();
        var client = app.Services.GetRequiredService<JobClient>();
        var id = await client.EnqueueAsync(JobsNode.Queue, new Work("x"), null, CancellationToken.None);
        await started.Task.DefaultTimeout();

        await app.StopAsync().DefaultTimeout();

        var options = app.Services.GetRequiredService<IOptions<JobsOptions>>().Value;
        Assert.Equal((Budget.InFlight, Budget.Close / 4), (options.DrainLimit, options.CancelLimit));
        var report = Assert.Single(reports.All);
        Assert.Equal(new WorkTally(InFlight: 1, Begun: 0, Finished: 0, Released: 0, Aborted: 1), report.Work);
        Assert.Equal(ExitCodes.Cut, report.ExitCode);
        Assert.Equal("retry", await database.StateAsync(id!.Value));
    }

    [Fact]
    public async Task A_lame_duck_that_is_cut_short_cancels_a_job_that_much_earlier_and_before_the_watchdog_acts()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reports = new Reports();
        // The lame duck would last an hour: only a stop without it can end within the test.
        var budget = Budget.With(terms => terms with { LameDuck = TimeSpan.FromHours(1) });
        await using var app = Build(database, reports, async (_, token) =>
        {
            started.SetResult();
            await Cancellation.ThrownAsync(token);
            return new JobOutcome.Completed();
        }, budget);
        app.Services.GetRequiredService<SchemaGate>().Open();
        await app.StartAsync();
        var id = await app.Services.GetRequiredService<JobClient>().EnqueueAsync(
            JobsNode.Queue, new Work("x"), null, CancellationToken.None);
        await started.Task.DefaultTimeout();

        app.Services.GetRequiredService<ShutdownProgress>().Begin(StopReason.Interrupt);
        await app.StopAsync().DefaultTimeout();

        Assert.Equal(1, Assert.Single(reports.All).Work.Aborted);
        Assert.Equal("retry", await database.StateAsync(id!.Value));
    }

    private static WebApplication Build(
        JobsDatabase database, Reports reports, Func<JobContext<Work>, CancellationToken, Task<JobOutcome>> handle,
        ShutdownBudget? budget = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:spadedb"] = database.ConnectionString;
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddGracefulShutdown(budget ?? Budget);
        builder.Services.AddSingleton(database.Source).AddSingleton(handle).AddSingleton<IExitReportWriter>(reports);
        builder.Services.AddJobs().AddHandler<Work, WorkHandler>(JobsNode.Queue);
        return builder.Build();
    }

    private sealed class Reports : IExitReportWriter
    {
        public List<ExitReport> All { get; } = [];

        public Task WriteAsync(ExitReport report, CancellationToken cancellationToken)
        {
            All.Add(report);
            return Task.CompletedTask;
        }
    }
}

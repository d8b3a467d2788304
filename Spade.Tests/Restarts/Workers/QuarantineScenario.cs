using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

/// <summary>A job that kills its workers stops doing so soon, and a job that deployments interrupt is never mistaken for one.</summary>
internal sealed class QuarantineScenario : IScenario
{
    public string Name => "quarantine";

    public string Claim =>
        "A job that kills its workers fails after the fifth. Other jobs, and one that restarts interrupt again and again, complete.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync(scale.TestWorker);
        await system.ExecuteAsync(
            "CREATE TABLE steps (job_id uuid, step int, process_id int, at timestamptz DEFAULT clock_timestamp(), "
            + "PRIMARY KEY (job_id, step))");
        await system.EnqueueAsync("steps", new { count = 1000, milliseconds = 50 });
        for (var restart = 0; restart < scale.Interruptions; restart++)
        {
            await worker.Process.WaitForLineAsync("step ");
            worker.Terminate();
            Assert.Equal(0, (await worker.WaitForExitAsync()).Code);
            worker = await system.LaunchTestWorkerAsync(scale.TestWorker);
        }

        Assert.Equal(
            (scale.Interruptions, 0),
            (await system.ScalarAsync<int>("SELECT interruptions FROM jobs"),
                await system.ScalarAsync<int>("SELECT attempt + crashes FROM jobs")));
        // Short jobs, which a crash interrupts as well.
        await system.ExecuteAsync("UPDATE jobs SET payload = jsonb_set(payload, '{count}', '1') WHERE queue = 'steps'");
        await system.EnqueueAsync("pause", new { milliseconds = 1500 }, scale.Neighbours);
        await system.EnqueueAsync("killer", new { count = 1, milliseconds = 1 });
        var deaths = 0;
        while (await system.ScalarAsync<string>("SELECT state FROM jobs WHERE queue = 'killer'") != "failed")
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Eventually.HoldsAsync(
                "the worker dies or the job has failed",
                async () => worker.Process.HasExited
                    || await system.ScalarAsync<string>("SELECT state FROM jobs WHERE queue = 'killer'") == "failed",
                TimeSpan.FromSeconds(60));
            if (!worker.Process.HasExited)
                break;
            deaths++;
            worker = await system.LaunchTestWorkerAsync(scale.TestWorker);
            if (!scale.WaitsForBackoff)
                await SkipBackoffAsync(system, deaths);
        }

        Assert.Equal(5, deaths);
        Assert.Equal("poison", await system.ScalarAsync<string>("SELECT error_type FROM jobs WHERE queue = 'killer'"));
        await Eventually.HoldsAsync(
            "the other jobs complete",
            async () => await system.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE queue <> 'killer' AND state <> 'completed'") == 0,
            TimeSpan.FromSeconds(60));
        return new Figures().Add("restarts survived", scale.Interruptions).Add("workers killed", deaths);
    }

    private static async Task SkipBackoffAsync(SpadeSystem system, int deaths)
    {
        await Eventually.HoldsAsync(
            "the crash is counted",
            async () => await system.ScalarAsync<long>(
                "SELECT count(*) FROM jobs WHERE queue = 'killer' AND (crashes >= $1 OR state IN ('active', 'failed'))", deaths) == 1);
        await system.ExecuteAsync("UPDATE jobs SET start_after = now() WHERE state = 'retry'");
    }
}

namespace Spade.Tests.Soak;

/// <summary>Runs scenarios at full size repeatedly, continues after a failure, and ends with a table of figures.</summary>
internal sealed class SoakProgram(IReadOnlyList<IScenario> scenarios, SoakConsole console, Scale scale)
{
    private const int Failure = 1;
    private const int Usage = 2;
    private const int Interrupted = 130;

    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    /// <summary>How long an interrupted scenario may take to clean up. Its processes end with this one at the latest.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>0: all held; 1: something failed; 2: nothing to run; 130: interrupted. The table is shown in all cases but 2.</summary>
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (SoakArguments.Parse(arguments) is not { } wanted)
            return Reject("The number of runs must be at least 1.");
        var chosen = AllScenarios.Matching(scenarios, wanted.Filter);
        if (chosen.Count == 0)
            return Reject(
                $"No scenario is called '{wanted.Filter}'. There are: {string.Join(", ", scenarios.Select(scenario => scenario.Name))}.");

        console.Say(
            $"{Count(chosen.Count, "scenario")} at {scale} size, {Count(wanted.Runs, "run")} each. "
            + "Ctrl+C ends early, with the table so far.");
        var results = await RunAllAsync(chosen, wanted.Runs, cancellationToken);
        console.Say("");
        foreach (var line in ScenarioTable.Lines(results))
            console.Say(line);
        console.Say("");
        return Judge(results, cancellationToken.IsCancellationRequested);
    }

    private async Task<List<ScenarioResults>> RunAllAsync(IReadOnlyList<IScenario> chosen, int runs, CancellationToken cancellationToken)
    {
        var all = new List<ScenarioResults>();
        for (var number = 1; number <= chosen.Count && !cancellationToken.IsCancellationRequested; number++)
        {
            var scenario = chosen[number - 1];
            var results = new ScenarioResults(scenario.Name);
            all.Add(results);
            for (var run = 1; run <= runs && !cancellationToken.IsCancellationRequested; run++)
                await RunOnceAsync(scenario, new SoakStep(number, chosen.Count, scenario.Name, run, runs), results, cancellationToken);
        }

        return all;
    }

    private async Task RunOnceAsync(IScenario scenario, SoakStep step, ScenarioResults results, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        console.Now(step, TimeSpan.Zero);
        Exception? failure = null;
        try
        {
            var running = Task.Run(() => scenario.RunAsync(scale, cancellationToken), CancellationToken.None);
            await ShowAsync(step, running, cancellationToken);
            if (!running.IsCompleted)
                return;
            results.Succeeded(await running);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return; // An interrupted run is no failure.
        }
#pragma warning disable CA1031 // Any exception of a scenario is a failure of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
            results.Failure();
        }

        console.Ended(step, TimeProvider.System.GetElapsedTime(started), failure);
    }

    private async Task ShowAsync(SoakStep step, Task running, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var refreshes = 0;
        while (!running.IsCompleted && refreshes * Refresh < Patience)
        {
            refreshes = cancellationToken.IsCancellationRequested ? refreshes + 1 : 0;
            console.Now(step, TimeProvider.System.GetElapsedTime(started));
            await running.WaitAsync(Refresh, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private int Judge(List<ScenarioResults> results, bool interrupted)
    {
        var (runs, failed) = (results.Sum(result => result.Runs), results.Sum(result => result.Failed));
        console.Say($"{(interrupted ? "Interrupted. " : "")}{Count(runs, "run")}, {(failed == 0 ? "none failed" : $"{failed} failed")}.");
        return interrupted ? Interrupted : failed == 0 ? 0 : Failure;
    }

    private int Reject(string message)
    {
        console.Say(message);
        return Usage;
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}

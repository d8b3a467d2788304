using System.Globalization;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Progress;
using Spade.Rehearsal.Reading;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Steps;
using Spade.Rehearsal.Targets;

namespace Spade.Rehearsal.Runs;

/// <summary>A whole rehearsal, from the start of the target to the last fact.</summary>
internal sealed class RehearsalRun(RehearsalOptions options, ITarget target, Journal journal, ProgressDisplay progress, TimeProvider time)
{
    /// <summary>Readers of events end with their documents, which have ended by then.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<Operation, double> GetOnly = new() { [Operation.Get] = 1 };

    /// <summary>Returns the history. The target runs until it is disposed.</summary>
    /// <exception cref="ScheduleException">The target cannot take part in the schedule.</exception>
    /// <exception cref="TargetException">The target does not start.</exception>
    internal async Task<IReadOnlyList<HistoryEntry>> RunAsync(CancellationToken cancellationToken)
    {
        if (target.Objection(options.Schedule) is { } objection)
            throw new ScheduleException(objection);
        progress.Phase($"starting {target.Name}");
        var facts = await target.StartAsync(cancellationToken);
        var plan = facts.HasDocuments ? options.Schedule.Load : options.Schedule.Load with { Mix = GetOnly };
        await using var load = await LoadGenerator.CreateAsync(plan, facts.Server, journal, time, cancellationToken);
        if (facts.Server.Http2Address is { } address && plan.Clients.GetValueOrDefault(ClientKind.Http2) > 0 && !load.HasHttp2)
            throw new TargetException($"{address} does not answer by HTTP/2, for which it was started.");
        journal.AddFirst(EntryOf(facts, plan, load));
        await LoadAsync(load, cancellationToken);

        using var reader = new DocumentReader(facts.Server, load.Documents, journal, time);
        progress.Phase("waiting for the documents to end");
        await reader.WaitAsync(cancellationToken);
        await load.DrainAsync(DrainLimit, cancellationToken);
        // The last repetition of an upload may have been accepted meanwhile.
        await reader.WaitAsync(cancellationToken);
        progress.Phase("reading documents and ledger");
        await reader.ReadAsync(cancellationToken);
        await target.ReadAsync(cancellationToken);
        return journal.Entries;
    }

    private async Task LoadAsync(LoadGenerator load, CancellationToken cancellationToken)
    {
        // Ctrl+C and a failure of the load end the steps too.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var steps = new StepRunner(target, journal, time);
        var stepping = steps.RunAsync(options.Schedule.Steps, end.Token);
        try
        {
            await ShowAsync(steps, load.RunAsync(stepping, end.Token), cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await stepping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
        await stepping;
    }

    private async Task ShowAsync(StepRunner steps, Task loading, CancellationToken cancellationToken)
    {
        var phase = "";
        while (!loading.IsCompleted)
        {
            var words = steps.Current.Count == 0 ? "load" : string.Join(", ", steps.Current);
            if (words != phase)
                progress.Phase(phase = words);
            await Task.WhenAny(loading, Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken));
        }

        await loading;
    }

    private RunEntry EntryOf(TargetFacts facts, LoadPlan plan, LoadGenerator load)
    {
        var kinds = plan.Clients.Where(client => client.Value > 0)
            .Select(client => client.Key == ClientKind.Http2 && !load.HasHttp2 ? ClientKind.KeepAlive : client.Key).Distinct();
        var settings = new Dictionary<string, string>(options.Settings)
        {
            ["rate"] = plan.Rate.ToString(CultureInfo.InvariantCulture),
            ["http/2"] = load.HasHttp2 ? "spoken by the target" : "not spoken by the target",
            ["processors"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        };
        return new RunEntry(
            load.BeganAt, plan.Seed, target.Name, options.Schedule.Name, options.Schedule.Text, facts.Versions, settings, facts.Budgets,
            plan.Duration, [.. kinds.Select(LoadWords.WordOf)], facts.PagesInFlight);
    }
}

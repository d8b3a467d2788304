using System.Collections.Concurrent;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets;

namespace Spade.Rehearsal.Steps;

/// <summary>Does each step of a schedule at its time. Steps on different services may overlap; one waits for those before it that concern
/// the same service, or the database. A version is rolled out when the migration before it is over.</summary>
internal sealed class StepRunner(ITarget target, Journal journal, TimeProvider time)
{
    private const string Database = "database";

    private readonly ConcurrentDictionary<string, Task> _last = new();
    private readonly ConcurrentDictionary<Step, bool> _current = new();

    /// <summary>Steps that are under way.</summary>
    internal IReadOnlyCollection<Step> Current => [.. _current.Keys];

    /// <summary>Returns when every step is over. A step that fails is a fact of the history; those after it are done all the
    /// same.</summary>
    internal async Task RunAsync(IReadOnlyList<Step> steps, CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        try
        {
            await StartAllAsync(steps, running, cancellationToken);
        }
        finally
        {
            // Also when cancelled: a step that is under way must not start a process after everything has been stopped.
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(running);
    }

    private async Task StartAllAsync(IReadOnlyList<Step> steps, List<Task> running, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        foreach (var step in steps)
        {
            // A delay ends in whole milliseconds and must not end early.
            if (step.At - time.GetElapsedTime(began) is { Ticks: > 0 } wait)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
            var before = Task.WhenAll(AwaitedBy(step).Select(name => _last.GetValueOrDefault(name, Task.CompletedTask)));
            var run = RunAsync(step, before, cancellationToken);
            foreach (var name in ObjectsOf(step))
                _last[name] = run;
            running.Add(run);
        }
    }

    private async Task RunAsync(Step step, Task before, CancellationToken cancellationToken)
    {
        await before;
        cancellationToken.ThrowIfCancellationRequested();
        _current[step] = true;
        var beganAt = time.GetUtcNow();
        var (done, error) = (TargetOf(step), (string?)null);
        try
        {
            done = await target.DoAsync(step, cancellationToken) ?? done;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            error = exception.Message;
        }

        _current.TryRemove(step, out _);
        journal.Add(new StepEntry(step.Number, NameOf(step), done, beganAt, time.GetUtcNow(), error));
    }

    private static IEnumerable<string> AwaitedBy(Step step) =>
        step.Action == StepAction.RollOut ? ObjectsOf(step).Append(Database) : ObjectsOf(step);

    private static IReadOnlyList<string> ObjectsOf(Step step) =>
        step.Of == StepObject.Database || step.Action == StepAction.Migrate ? [Database] : ServiceNames.Of(step);

    /// <summary>What is done to the database is named by it, since it is a fault and no planned restart.</summary>
    private static string NameOf(Step step)
    {
        var action = StepWords.WordOf(step.Action);
        return step switch
        {
            { Of: StepObject.Database } => $"{Database} {action}",
            { Action: StepAction.Scale } => FormattableString.Invariant($"{action} to {step.To}"),
            { Action: StepAction.RollOut or StepAction.Migrate } => $"{action} {StepWords.WordOf(step.Version)} version",
            _ => action,
        };
    }

    private static string? TargetOf(Step step) => ServiceNames.Of(step) is { Count: > 0 } services ? string.Join(", ", services) : null;
}

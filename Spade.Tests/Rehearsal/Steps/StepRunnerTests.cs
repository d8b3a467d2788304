using System.Collections.Concurrent;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Steps;
using Spade.Rehearsal.Targets;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Rehearsal.Steps;

public sealed class StepRunnerTests
{
    [Fact]
    public async Task Steps_on_one_service_wait_for_each_other_and_those_on_another_do_not()
    {
        var target = new GatedTarget();
        var journal = new Journal();
        var running = new StepRunner(target, journal, TimeProvider.System).RunAsync(
            [Step(1, StepObject.Api), Step(2, StepObject.Both), Step(3, StepObject.Worker), Step(4, StepObject.Database)],
                CancellationToken.None);

        await target.BegunAsync(1);
        await target.BegunAsync(4);
        Assert.Equal([1, 4], target.Begun.Order());
        target.End(4);
        target.End(1);
        await target.BegunAsync(2);
        Assert.DoesNotContain(3, target.Begun);
        target.End(2);
        await target.BegunAsync(3);
        target.End(3);
        await running.DefaultTimeout();

        var steps = journal.Entries.OfType<StepEntry>().ToDictionary(step => step.Number);
        Assert.Equal(("kill", "spade-api"), (steps[1].Name, steps[1].Target));
        // What is done to the database is a fault of the database.
        Assert.Equal(("database kill", null), (steps[4].Name, steps[4].Target));
        Assert.True(steps[2].BeganAt >= steps[1].EndedAt);
        Assert.True(steps[3].BeganAt >= steps[2].EndedAt);
        Assert.All(steps.Values, step => Assert.Null(step.Error));
    }

    [Fact]
    public async Task A_version_is_rolled_out_when_the_migration_before_it_is_over()
    {
        var target = new GatedTarget();
        var journal = new Journal();
        var running = new StepRunner(target, journal, TimeProvider.System).RunAsync(
            [
                Step(1, StepObject.Both) with { Action = StepAction.Migrate },
                Step(2, StepObject.Api) with { Action = StepAction.RollOut },
                Step(3, StepObject.Worker) with { Action = StepAction.RollOut },
            ],
            CancellationToken.None);

        await target.BegunAsync(1);
        Assert.Equal([1], target.Begun);
        target.End(1);
        await target.BegunAsync(2);
        await target.BegunAsync(3);
        target.End(2);
        target.End(3);
        await running.DefaultTimeout();

        var steps = journal.Entries.OfType<StepEntry>().ToDictionary(step => step.Number);
        Assert.All([2, 3], number => Assert.True(steps[number].BeganAt >= steps[1].EndedAt));
    }

    [Fact]
    public async Task A_step_that_fails_is_in_the_history_with_its_reason_and_the_next_one_is_done()
    {
        var target = new GatedTarget();
        var journal = new Journal();
        var running = new StepRunner(target, journal, TimeProvider.System).RunAsync(
            [Step(1, StepObject.Api), Step(2, StepObject.Api)], CancellationToken.None);
        await target.BegunAsync(1);
        target.Fail(1, new TargetException("it does not start"));
        await target.BegunAsync(2);
        target.End(2);
        await running.DefaultTimeout();
        Assert.Equal(["it does not start", null], journal.Entries.OfType<StepEntry>().Select(step => step.Error));
    }

    [Fact]
    public async Task A_step_begins_at_its_time()
    {
        var target = new GatedTarget();
        var journal = new Journal();
        var began = TimeProvider.System.GetUtcNow();
        var running = new StepRunner(target, journal, TimeProvider.System).RunAsync(
            [Step(1, StepObject.Api) with { At = TimeSpan.FromSeconds(0.5) }], CancellationToken.None);
        await target.BegunAsync(1);
        target.End(1);
        await running.DefaultTimeout();
        Assert.True(journal.Entries.OfType<StepEntry>().Single().BeganAt - began >= TimeSpan.FromSeconds(0.5));
    }

    private static Step Step(int number, StepObject of) => new(number, TimeSpan.Zero, StepAction.Kill) { Of = of };

    /// <summary>A target whose steps last until the test ends them.</summary>
    private sealed class GatedTarget : ITarget
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource> _begun = new(), _gates = new();

        internal IReadOnlyCollection<int> Begun => [.. _begun.Where(pair => pair.Value.Task.IsCompleted).Select(pair => pair.Key)];

        public string Name => "a test";

        public IReadOnlySet<string> Unseen { get; } = new HashSet<string>();

        internal Task BegunAsync(int step) => Of(_begun, step).Task.DefaultTimeout();

        internal void End(int step) => Of(_gates, step).SetResult();

        internal void Fail(int step, Exception exception) => Of(_gates, step).SetException(exception);

        public string? Objection(Schedule schedule) => null;

        public Task<TargetFacts> StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public async Task<string?> DoAsync(Step step, CancellationToken cancellationToken)
        {
            Of(_begun, step.Number).SetResult();
            await Of(_gates, step.Number).Task;
            return null;
        }

        public Task ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static TaskCompletionSource Of(ConcurrentDictionary<int, TaskCompletionSource> sources, int step) =>
            sources.GetOrAdd(step, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}

using Npgsql;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Rehearsal.Sabotage;

/// <summary>The target of a scene. Its steps wait for their situation: at a fixed time a busy machine may not be there yet.</summary>
internal sealed class SceneTarget(ITarget target, string connectionString, string? situation) : ITarget
{
    public string Name => target.Name;

    public IReadOnlySet<string> Unseen => target.Unseen;

    public string? Objection(Schedule schedule) => target.Objection(schedule);

    public Task<TargetFacts> StartAsync(CancellationToken cancellationToken) => target.StartAsync(cancellationToken);

    public async Task<string?> DoAsync(Step step, CancellationToken cancellationToken)
    {
        if (situation is not null)
            await WaitAsync(situation);
        return await target.DoAsync(step, cancellationToken);
    }

    public Task ReadAsync(CancellationToken cancellationToken) => target.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => target.DisposeAsync();

    private async Task WaitAsync(string question)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await Eventually.HoldsAsync(
            $"the situation has come: {question}",
            async () =>
            {
                await using var command = database.CreateCommand(question);
                return await command.ExecuteScalarAsync() is true;
            },
            Timeouts.Default, every: TimeSpan.FromMilliseconds(50));
    }
}

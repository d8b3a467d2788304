using Spade.Rehearsal.History;
using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>Spade on this machine, with a database of its own. Its processes are in the <c>LifeBook</c> that it was made with.</summary>
internal interface ILocalSystem : IAsyncDisposable
{
    /// <summary>What it is, in words.</summary>
    string Name { get; }

    string ConnectionString { get; }

    IReadOnlyDictionary<string, string> Versions { get; }

    IReadOnlyDictionary<string, ServiceBudget> Budgets { get; }

    /// <summary>Starts it and returns when its replicas are ready.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Replaces every replica of a service, one after the other, never with fewer ready ones.</summary>
    Task RollAsync(string service, StepVersion? version, CancellationToken cancellationToken);

    /// <summary>Stops a replica with its grace period and returns when its process has ended.</summary>
    Task StopReplicaAsync(string replica, CancellationToken cancellationToken);

    /// <summary>Starts a replica whose process has ended, and returns when it is ready.</summary>
    Task StartReplicaAsync(string replica, CancellationToken cancellationToken);

    /// <summary>A replica of the service without a process; null when all run.</summary>
    string? IdleReplica(string service);

    /// <summary>Process id of PostgreSQL.</summary>
    int DatabaseProcessId { get; }

    /// <summary>Shuts PostgreSQL down, if it runs, and starts it.</summary>
    Task RestartDatabaseAsync(CancellationToken cancellationToken);

    /// <summary>Applies the migrations of a version.</summary>
    Task MigrateAsync(StepVersion version, CancellationToken cancellationToken);
}

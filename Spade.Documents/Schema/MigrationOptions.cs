using Spade.Shutdown.Settings;

namespace Spade.Documents.Schema;

/// <summary>Which process brings the schema up to date, and how long it waits for others. Section <c>Migrations</c>.</summary>
public sealed class MigrationOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Migrations";

    /// <summary>True: this process applies pending migrations when it starts, in turn with the others. False: it waits until another
    /// process has applied them (<c>Spade.Worker migrate</c>, a Kubernetes hook). Default true.</summary>
    public bool ApplyAtStartup { get; set; } = true;

    /// <summary>How long a migration waits for the lock of a table that is in use. Every other statement on that table queues behind it.
    /// Then it gives way, and tries again after twice that time. 10 ms to 1 minute, default 2 s: as long as the API lets a statement
    /// run.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00.0100000", "00:01:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a migration is tried again before the process ends with an error that names who holds the lock. More than 0,
    /// default 10 minutes.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", "10675199.02:48:05.4775807", MinimumIsExclusive = true)]
    public TimeSpan LockWaitLimit { get; set; } = TimeSpan.FromMinutes(10);
}

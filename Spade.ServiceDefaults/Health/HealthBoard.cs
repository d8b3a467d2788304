using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Spade.Shutdown.Progress;

namespace Spade.ServiceDefaults.Health;

/// <summary>The latest reading of every check, and the service's status computed from them. The refresher writes, requests read; neither
/// takes a lock.</summary>
/// <remarks>
/// <code>
/// starting --every start-up check healthy once--> ready &lt;--a check fails / heals--> degraded
///     any of them --the stop begins--> draining
/// </code>
/// </remarks>
internal sealed class HealthBoard(
    IOptions<HealthCheckServiceOptions> checks, ShutdownProgress progress, TimeProvider time)
{
    private readonly HealthCheckRegistration[] _checks = [.. checks.Value.Registrations];
    private readonly ConcurrentDictionary<string, CheckReading> _readings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _passed = new(StringComparer.Ordinal);

    /// <summary>The checks in the order of their registration.</summary>
    public IReadOnlyList<HealthCheckRegistration> Checks => _checks;

    /// <summary>True once every start-up check has been healthy. It never becomes false again.</summary>
    public bool Started => _checks.All(check => !check.Tags.Contains(HealthTags.Startup) || HasPassed(check));

    /// <summary>The service's status. It is draining from the moment of the signal.</summary>
    public ServiceStatus Status =>
        progress.HasBegun ? ServiceStatus.Draining
        : !Started ? ServiceStatus.Starting
        : _checks.Any(check => IsWatched(check) && Reading(check) is { Status: not HealthStatus.Healthy }) ? ServiceStatus.Degraded
        : ServiceStatus.Ready;

    /// <summary>True when the check goes on running after the start.</summary>
    public static bool IsWatched(HealthCheckRegistration check) =>
        check.Tags.Contains(HealthTags.Ready) || !check.Tags.Contains(HealthTags.Startup);

    /// <summary>True when the check has been healthy at least once.</summary>
    public bool HasPassed(HealthCheckRegistration check) => _passed.ContainsKey(check.Name);

    /// <summary>The check's latest reading, or null before its first.</summary>
    public CheckReading? Reading(HealthCheckRegistration check) => _readings.GetValueOrDefault(check.Name);

    /// <summary>Time since a reading was taken.</summary>
    public TimeSpan Age(CheckReading reading) => time.GetElapsedTime(reading.TakenAt);

    /// <summary>Stores a reading and returns the one it replaces.</summary>
    public CheckReading? Record(HealthCheckRegistration check, CheckReading reading)
    {
        var previous = Reading(check);
        _readings[check.Name] = reading;
        if (reading.Status == HealthStatus.Healthy)
            _passed.TryAdd(check.Name, true);
        return previous;
    }
}

namespace Spade.Hosting;

/// <summary>Shutdown budget of a resource's processes. A run applies it as the kubelet does; publishing writes it to the chart.</summary>
/// <remarks>
/// <code>
/// stop      SIGTERM                                       SIGKILL
///   | PreStop | LameDuck | InFlight | Close | Margin | slack |
///             |------------- Drain ------------------|
///   |------------------- GracePeriod ------------------------|
/// </code>
/// </remarks>
public sealed record GracefulShutdownAnnotation : IResourceAnnotation
{
    /// <summary>Time from leaving the balancer to SIGTERM, in whole seconds; zero means no preStop hook.</summary>
    public required TimeSpan PreStop { get; init; }

    /// <summary>Time after SIGTERM in which readiness fails and all other requests are still served.</summary>
    public required TimeSpan LameDuck { get; init; }

    /// <summary>Time for work in flight after the lame duck; the term that absorbs a change of the drain.</summary>
    public required TimeSpan InFlight { get; init; }

    /// <summary>Time after the work to write the ledger, flush telemetry and close pools.</summary>
    public required TimeSpan Close { get; init; }

    /// <summary>Reserve for delays, not for planned work.</summary>
    public required TimeSpan Margin { get; init; }

    /// <summary>Time from stop to SIGKILL in whole seconds, at least <see cref="PreStop"/> plus <see cref="Drain"/>.</summary>
    public required TimeSpan GracePeriod { get; init; }

    /// <summary>Longest uninterruptible step of work; <see cref="InFlight"/> must be longer. Default zero: none.</summary>
    public TimeSpan LongestStep { get; init; }

    /// <summary>Time from SIGTERM to exit.</summary>
    public TimeSpan Drain => LameDuck + InFlight + Close + Margin;

    /// <summary>What is left of the grace period after <see cref="PreStop"/> and <see cref="Drain"/>.</summary>
    public TimeSpan Slack => GracePeriod - PreStop - Drain;

    /// <summary>The terms as environment variables, in seconds.</summary>
    internal IEnumerable<(string Variable, TimeSpan Term)> Variables =>
    [
        ("Shutdown__PreStop", PreStop), ("Shutdown__LameDuck", LameDuck), ("Shutdown__InFlight", InFlight),
        ("Shutdown__Close", Close), ("Shutdown__Margin", Margin), ("Shutdown__GracePeriod", GracePeriod),
    ];
}

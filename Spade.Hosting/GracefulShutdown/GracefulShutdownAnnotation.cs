namespace Spade.Hosting;

/// <summary>How a resource's processes stop. A run follows it as the kubelet would; published, it becomes values of the chart.</summary>
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
    /// <summary>Time between leaving the balancer and SIGTERM, whole seconds; zero for no preStop hook.</summary>
    public required TimeSpan PreStop { get; init; }

    /// <summary>After SIGTERM: time in which readiness refuses and everything else is still served.</summary>
    public required TimeSpan LameDuck { get; init; }

    /// <summary>Time for the work in flight after the lame duck; the term that gives way when the drain is changed.</summary>
    public required TimeSpan InFlight { get; init; }

    /// <summary>Time for what follows the work: ledger, telemetry, pools.</summary>
    public required TimeSpan Close { get; init; }

    /// <summary>Time that nobody may plan with.</summary>
    public required TimeSpan Margin { get; init; }

    /// <summary>Stop to SIGKILL, whole seconds: at least <see cref="PreStop"/> and <see cref="Drain"/>.</summary>
    public required TimeSpan GracePeriod { get; init; }

    /// <summary>The longest piece of work that is not interrupted; <see cref="InFlight"/> must be longer. Zero: there is none.</summary>
    public TimeSpan LongestStep { get; init; }

    /// <summary>SIGTERM to exit.</summary>
    public TimeSpan Drain => LameDuck + InFlight + Close + Margin;

    /// <summary>What the grace period leaves after <see cref="PreStop"/> and <see cref="Drain"/>.</summary>
    public TimeSpan Slack => GracePeriod - PreStop - Drain;

    /// <summary>The terms as variables of the process, in seconds.</summary>
    internal IEnumerable<(string Variable, TimeSpan Term)> Variables =>
    [
        ("Shutdown__PreStop", PreStop), ("Shutdown__LameDuck", LameDuck), ("Shutdown__InFlight", InFlight),
        ("Shutdown__Close", Close), ("Shutdown__Margin", Margin), ("Shutdown__GracePeriod", GracePeriod),
    ];
}

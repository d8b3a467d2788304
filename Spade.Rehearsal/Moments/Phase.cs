namespace Spade.Rehearsal.Moments;

/// <summary>A part of a process's life.</summary>
/// <param name="Kind">What it was doing.</param>
/// <param name="From">Begin.</param>
/// <param name="To">End; equal to the begin of the next.</param>
internal sealed record Phase(PhaseKind Kind, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The phase in words, as it stands in legends and findings.</summary>
    public string Name => NameOf(Kind);

    public static string NameOf(PhaseKind kind) => kind switch
    {
        PhaseKind.Starting => "starting",
        PhaseKind.Serving => "serving",
        PhaseKind.LeftBalancer => "left the balancer",
        PhaseKind.PreStop => "preStop",
        PhaseKind.LameDuck => "lame duck",
        PhaseKind.Draining => "draining",
        PhaseKind.Closed => "listener closed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No phase of a process's life."),
    };
}

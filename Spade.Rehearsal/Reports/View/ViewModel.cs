using System.Text.Json;
using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;
using Spade.Rehearsal.Reports.Figures;

namespace Spade.Rehearsal.Reports.View;

/// <summary>Everything that the restart view shows.</summary>
internal sealed class ViewModel
{
    public ViewModel(HistoryFile history, Judgement judgement)
    {
        Facts = new RunFacts(history.Entries);
        Judgement = judgement;
        Sha256 = history.Sha256;
        Counts = Counts.Of(Facts);
        Axis = TimeAxis.Of(Facts);
        Lanes = Lane.Of(Facts, Axis);
        Handovers = HandoverMark.Of(Facts, Lanes, Axis);
        Stops = StopRow.Of(Facts, Axis);
        Buckets = Buckets.Of(Facts, Axis);
        Failures = FailureRow.Of(Facts, Axis);
    }

    public RunFacts Facts { get; }

    public Judgement Judgement { get; }

    public string Sha256 { get; }

    public Counts Counts { get; }

    public TimeAxis Axis { get; }

    public IReadOnlyList<Lane> Lanes { get; }

    public IReadOnlyList<HandoverMark> Handovers { get; }

    public IReadOnlyList<StopRow> Stops { get; }

    public Buckets Buckets { get; }

    public IReadOnlyList<FailureRow> Failures { get; }

    /// <summary>What the script needs to tell of a moment, as JSON.</summary>
    public string ScriptData => JsonSerializer.Serialize(
        new
        {
            from = Offset(Axis.From),
            to = Offset(Axis.To),
            bucket = Buckets.Seconds,
            buckets = Buckets.All.Select(bucket => new object?[]
            {
                Round(bucket.Rate), bucket.Failed, Round(bucket.P50), Round(bucket.P99), bucket.Waiting, bucket.Active,
            }),
            lanes = Lanes.Select(lane => new object[]
            {
                lane.Replica,
                lane.Segments.Select(segment => new object[] { segment.Phase.Name, Offset(segment.Phase.From), Offset(segment.Phase.To) }),
            }),
        });

    private double Offset(DateTimeOffset at) => Math.Round((at - Axis.Zero).TotalSeconds, 3);

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 2) : null;
}

using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Reports.View;

/// <summary>A job that went from a lane to another.</summary>
/// <param name="Left">When, in percent.</param>
/// <param name="Top">The upper lane.</param>
/// <param name="Height">Lanes between them.</param>
/// <param name="GoesDown">Whether it went to the lower one.</param>
/// <param name="Title">It in words.</param>
internal sealed record HandoverMark(double Left, int Top, int Height, bool GoesDown, string Title)
{
    public static IReadOnlyList<HandoverMark> Of(RunFacts facts, IReadOnlyList<Lane> lanes, TimeAxis axis)
    {
        var places = lanes.Index().ToDictionary(lane => lane.Item.Replica, lane => lane.Index);
        return
        [
            .. from row in facts.Stored
               from handover in row.HandedOverAt
               where axis.Contains(handover.At)
               let to = Place(handover.To) ?? Place(handover.From)
               let origin = Place(handover.From) ?? to
               where to is not null
               orderby handover.At
               select new HandoverMark(
                   axis.Place(handover.At), Math.Min(origin.Value, to.Value), Math.Abs(origin.Value - to.Value), to >= origin,
                   $"Job of document {row.Document} from {handover.From ?? "an unknown worker"} to {handover.To ?? "an unknown worker"} "
                       + $"at {axis.Offset(handover.At)}"),
        ];

        int? Place(string? replica) => replica is not null && places.TryGetValue(replica, out var place) ? place : null;
    }
}

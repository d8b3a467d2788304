using System.Globalization;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Reports.View;

/// <summary>Places and names for style attributes, which need a point in numbers whatever the culture.</summary>
internal static class Css
{
    public static string Percent(double place) => place.ToString("0.###'%'", CultureInfo.InvariantCulture);

    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    public static string At(double left) => $"left:{Percent(left)}";

    public static string Span(double left, double width) => $"left:{Percent(left)};width:{Percent(width)}";

    public static string ClassOf(PhaseKind kind) => kind switch
    {
        PhaseKind.Starting => "starting",
        PhaseKind.Serving => "serving",
        PhaseKind.LeftBalancer => "left",
        PhaseKind.PreStop => "prestop",
        PhaseKind.LameDuck => "lameduck",
        PhaseKind.Draining => "draining",
        PhaseKind.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No phase of a process's life."),
    };
}

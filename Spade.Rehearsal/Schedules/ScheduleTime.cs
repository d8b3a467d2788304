using System.Globalization;
using System.Text.RegularExpressions;

namespace Spade.Rehearsal.Schedules;

/// <summary>Times as people write them: <c>500ms</c>, <c>10s</c>, <c>1m30s</c>.</summary>
internal static partial class ScheduleTime
{
    internal static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (Pattern().Match(text) is not { Success: true, Length: > 0 } match)
            return false;
        time = TimeSpan.FromMinutes(Number(match, "minutes")) + TimeSpan.FromSeconds(Number(match, "seconds"))
            + TimeSpan.FromMilliseconds(Number(match, "milliseconds"));
        return true;
    }

    internal static string Text(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
            return "0s";
        if (time < TimeSpan.FromSeconds(1))
            return string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###}ms");
        var minutes = (int)time.TotalMinutes;
        var seconds = (time - TimeSpan.FromMinutes(minutes)).TotalSeconds;
        return (minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m") : "")
            + (seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s") : "");
    }

    private static double Number(Match match, string group) =>
        match.Groups[group] is { Success: true, Value: var text } ? double.Parse(text, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"\A((?<minutes>[0-9]{1,6})m(?!s))?((?<seconds>[0-9]{1,6}(\.[0-9]{1,6})?)s)?((?<milliseconds>[0-9]{1,6})ms)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}

using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.CommandLine;

/// <summary>Lists the schedules that ship.</summary>
internal static class ScheduleList
{
    internal static void Write(TextWriter output)
    {
        var width = ShippedSchedules.Names.Max(name => name.Length);
        foreach (var name in ShippedSchedules.Names)
            output.WriteLine($"  {name.PadRight(width)}  {ShippedSchedules.Find(name).About}");
    }
}

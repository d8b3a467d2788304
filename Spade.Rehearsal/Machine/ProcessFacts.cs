using System.Diagnostics;
using System.Globalization;

namespace Spade.Rehearsal.Machine;

/// <summary>What the kernel knows of a process that this program need not have started.</summary>
internal static class ProcessFacts
{
    /// <summary>Whether it runs. A process that has ended and waits for its parent to notice does not.</summary>
    internal static bool IsAlive(int processId) => Stat(processId) is { } stat && stat[0] is not ("Z" or "X");

    /// <summary>When it started, to a hundredth of a second; null when it has ended.</summary>
    internal static DateTimeOffset? StartedAt(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return new DateTimeOffset(process.StartTime);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The processes whose parent it is.</summary>
    internal static IReadOnlyList<int> ChildrenOf(int processId) => [.. Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && Stat(id) is { } stat && stat[1] == processId.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The fields of /proc/PID/stat from the state on; the name before it may hold spaces and parentheses.</summary>
    private static string[]? Stat(int processId)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

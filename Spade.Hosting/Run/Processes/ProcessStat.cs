using System.Globalization;

namespace Aspire.Hosting.Run.Processes;

/// <summary>What /proc tells about a process.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Name of its program, cut to 15 characters by the kernel.</param>
/// <param name="State">One letter; Z has ended and waits for its parent to notice.</param>
/// <param name="SessionId">Its session: the number of the process that began it.</param>
/// <param name="StartTime">When it started, in clock ticks since the machine did; with the number, it tells apart two that had the same number.</param>
internal sealed record ProcessStat(int Id, string Name, char State, int SessionId, long StartTime)
{
    internal bool HasEnded => State is 'Z' or 'X';

    internal static ProcessStat? Read(int id)
    {
        try
        {
            return Parse(id, File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat")));
        }
        catch (IOException)
        {
            // It ended while it was read.
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static IEnumerable<ProcessStat> All() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
        .OfType<ProcessStat>();

    internal static IEnumerable<ProcessStat> InSession(int sessionId) => All().Where(process => process.SessionId == sessionId && !process.HasEnded);

    /// <summary>Fields as in proc(5). The name may hold spaces and parentheses, so the fields are counted from its last parenthesis.</summary>
    private static ProcessStat Parse(int id, string stat)
    {
        var open = stat.IndexOf('(', StringComparison.Ordinal);
        var close = stat.LastIndexOf(')');
        var fields = stat[(close + 2)..].Split(' ');
        return new(
            id, stat[(open + 1)..close], fields[0][0],
            int.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }
}

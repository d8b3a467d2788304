using System.Globalization;
using System.Text;

namespace Spade.Worker.Processes;

/// <summary>Reads what <c>/proc</c> says of this machine's processes.</summary>
internal static class ProcFile
{
    // Counted from the field behind the name in parentheses: utime, stime and starttime.
    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;
    private const int StartTimeField = 19;

    // USER_HZ: what the kernel counts these times in, on every machine.
    private const double TicksPerSecond = 100;

    /// <summary>The ids of all processes that are visible here.</summary>
    public static IEnumerable<int> ProcessIds()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                yield return id;
        }
    }

    /// <summary>When a process was started, in clock ticks since the machine was; null when the process is gone, or has ended and only
    /// its parent has not noticed.</summary>
    public static ulong? StartTime(int processId) => Fields(processId) is { } fields ? Number(fields[StartTimeField]) : null;

    /// <summary>The processor time that a process has used; null when it is gone or has ended.</summary>
    public static TimeSpan? ProcessorTime(int processId) => Fields(processId) is { } fields
        ? TimeSpan.FromSeconds((Number(fields[UserTimeField]) + Number(fields[SystemTimeField])) / TicksPerSecond)
        : null;

    /// <summary>A variable of the environment that a process was started with; null when it has none of that name, is gone, or belongs
    /// to another user.</summary>
    public static string? EnvironmentVariable(int processId, string name)
    {
        var entry = Read(processId, "environ")?.Split('\0').FirstOrDefault(entry => entry.StartsWith(name + '=', StringComparison.Ordinal));
        return entry?[(name.Length + 1)..];
    }

    /// <summary>The fields of <c>stat</c> behind the name; null when the process is gone or has ended.</summary>
    private static string[]? Fields(int processId)
    {
        if (Read(processId, "stat") is not { } stat)
            return null;
        // The name in parentheses may hold anything, so the fields are counted from the last parenthesis.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : fields;
    }

    private static ulong Number(string field) => ulong.Parse(field, CultureInfo.InvariantCulture);

    private static string? Read(int processId, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{file}"), Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

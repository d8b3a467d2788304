using System.Globalization;

namespace Spade.Worker.Processes;

/// <summary>The worker that a child belongs to: its process id, and its start time because ids come round again. Children carry it in
/// their environment, where it outlives the worker.</summary>
internal sealed record ProcessOwner(int ProcessId, ulong StartTime)
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "SPADE_OWNER";

    private const int StartTimeField = 19; // starttime, counted from the field behind the name in parentheses

    /// <summary>This process.</summary>
    public static ProcessOwner Current { get; } = new(
        Environment.ProcessId,
        StartTimeOf(Environment.ProcessId) ?? throw new InvalidOperationException("/proc is not mounted; the worker needs it."));

    /// <summary>True while that very process runs.</summary>
    public bool IsAlive => StartTimeOf(ProcessId) == StartTime;

    public static ProcessOwner? Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new ProcessOwner(id, start)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ProcessId}:{StartTime}");

    private static ulong? StartTimeOf(int processId)
    {
        try
        {
            // The name in parentheses may hold anything, so the fields are counted from the last one.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // A zombie has ended; only its parent has not looked yet.
            return fields[0] is "Z" or "X" ? null : ulong.Parse(fields[StartTimeField], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

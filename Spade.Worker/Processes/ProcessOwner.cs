using System.Globalization;

namespace Spade.Worker.Processes;

/// <summary>The worker that a child process belongs to: its process id, and its start time because the kernel reuses ids. Children carry
/// it in their environment, where it outlives the worker.</summary>
/// <param name="ProcessId">The worker's process id.</param>
/// <param name="StartTime">When the worker was started, in clock ticks since the machine was.</param>
internal sealed record ProcessOwner(int ProcessId, ulong StartTime)
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "SPADE_OWNER";

    /// <summary>This process.</summary>
    public static ProcessOwner Current { get; } = new(
        Environment.ProcessId,
        ProcFile.StartTime(Environment.ProcessId) ?? throw new InvalidOperationException("/proc is not mounted; the worker needs it."));

    /// <summary>True while that very process runs.</summary>
    public bool IsAlive => ProcFile.StartTime(ProcessId) == StartTime;

    /// <summary>Reads what <see cref="ToString"/> writes; null when the text is anything else.</summary>
    public static ProcessOwner? Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new ProcessOwner(id, start)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ProcessId}:{StartTime}");
}

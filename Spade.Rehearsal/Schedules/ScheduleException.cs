namespace Spade.Rehearsal.Schedules;

/// <summary>A schedule cannot be read, or cannot be run against the target. The message names file, line, key and value.</summary>
internal sealed class ScheduleException : Exception
{
    internal ScheduleException(string message)
        : base(message)
    {
    }

    internal ScheduleException(string file, long line, string message)
        : base(FormattableString.Invariant($"{file}:{line}: {message}"))
    {
    }
}

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line, where it comes from and when it came.</summary>
/// <param name="At">When it was written, as far as run mode saw it.</param>
/// <param name="Source">The instance that wrote it; the resource's name for lines about all its instances.</param>
/// <param name="Line">The line, with its number in the log that holds the entry.</param>
internal readonly record struct LogEntry(DateTimeOffset At, string Source, LogLine Line);

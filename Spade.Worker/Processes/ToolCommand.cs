using System.Collections.Immutable;

namespace Spade.Worker.Processes;

/// <summary>One call of a program. Arguments are the worker's own words and file names, never a user's: Tesseract fetches a URL that it is
/// given.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Folder">Working folder, also the program's temporary folder.</param>
/// <param name="TimeLimit">Longest time by the clock. The same limit holds for processor time, which the kernel enforces even when the
/// worker has died.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ToolCommand(string Program, string Folder, TimeSpan TimeLimit, params IReadOnlyList<string> Arguments)
{
    /// <summary>Most processor time, rounded up to whole seconds; null: as long as the clock allows. Unlike the clock it does not advance
    /// while the machine works for other processes.</summary>
    public TimeSpan? ProcessorLimit { get; init; }

    /// <summary>Largest file that it may write, in bytes; null: as large as a page image.</summary>
    public long? FileSize { get; init; }

    /// <summary>Environment variables besides those that every program gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Receives every line of output as Latin-1, because output may hold bytes that are no text, cut to
    /// <see cref="BoundedLines.MaxLength"/>.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>The same for the error output.</summary>
    public Action<string>? OnErrorLine { get; init; }
}

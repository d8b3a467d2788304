namespace Spade.Worker.Processes;

/// <summary>One call of a program. Arguments are our own words and file names, never a user's: Tesseract fetches a URL that it is given.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Folder">Working folder, also its temporary folder.</param>
/// <param name="TimeLimit">Longest time, by the clock and, for when nobody is left to look at the clock, by the processor.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ToolCommand(string Program, string Folder, TimeSpan TimeLimit, params IReadOnlyList<string> Arguments)
{
    /// <summary>Most processor time, in whole seconds, rounded up; null: as long as the clock allows. Unlike the clock it does not pass
    /// while the machine works for somebody else.</summary>
    public TimeSpan? ProcessorLimit { get; init; }

    /// <summary>Receives every line of output, as Latin-1 (output may hold bytes that are no text), cut to <see cref="BoundedLines.MaxLength"/>.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>The same for the error output.</summary>
    public Action<string>? OnErrorLine { get; init; }
}

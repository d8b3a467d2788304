using System.Globalization;

namespace Spade.Tests.Soak;

/// <summary>Shows a soak's progress: on a terminal one line that is overwritten, otherwise a line per run.</summary>
/// <param name="output">The console's output.</param>
/// <param name="terminalWidth">The terminal's width; zero when the output is no terminal.</param>
internal sealed class SoakConsole(TextWriter output, int terminalWidth)
{
    private const string StartOfCleanLine = "\r\u001b[K";

    public bool IsTerminal => terminalWidth > 0;

    /// <summary>Shows the current step, only on a terminal.</summary>
    public void Now(SoakStep step, TimeSpan elapsed)
    {
        if (!IsTerminal)
            return;
        var line = $"  {step} ... {Clock(elapsed)}";
        // A line that wraps could not be overwritten.
        output.Write(StartOfCleanLine + (line.Length < terminalWidth ? line : line[..(terminalWidth - 1)]));
        output.Flush();
    }

    /// <summary>Shows how a run ended. A terminal keeps the lines of each scenario's last run and of every failure.</summary>
    public void Ended(SoakStep step, TimeSpan elapsed, Exception? failure)
    {
        if (failure is not null)
            Say($"FAILED  {step}, after {Clock(elapsed)}\n{Indented(failure.ToString())}");
        else if (!IsTerminal)
            Say($"ok      {step}, {Clock(elapsed)}");
        else if (step.IsLast)
            Say($"ok      {step}");
    }

    public void Say(string line)
    {
        output.WriteLine(IsTerminal ? StartOfCleanLine + line : line);
        output.Flush();
    }

    private static string Indented(string text) => "    " + text.Replace("\n", "\n    ", StringComparison.Ordinal);

    private static string Clock(TimeSpan time) => time.TotalMinutes < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s");
}

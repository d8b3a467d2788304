using System.Globalization;
using Spectre.Console;

namespace Spade.Rehearsal.Progress;

/// <summary>Shows how far a run is: on a terminal one line that changes, in a log a line every few seconds.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, LiveFigures figures, TimeProvider time)
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(250), InLog = TimeSpan.FromSeconds(5);

    private readonly long _began = time.GetTimestamp();
    private volatile string _phase = "";

    /// <summary>What happens now, in words. A change is a line of its own in a log.</summary>
    internal void Phase(string phase)
    {
        _phase = phase;
        if (!console.Profile.Capabilities.Ansi)
            console.WriteLine(Line());
    }

    /// <summary>Shows the progress of a task until it ends.</summary>
    internal async Task<T> ShowAsync<T>(Func<Task<T>> run)
    {
        if (!console.Profile.Capabilities.Ansi)
            return await LogAsync(run());
        return await console.Status().Spinner(Spinner.Known.Line).StartAsync(Markup.Escape(Line()), async status =>
        {
            var task = run();
            while (!task.IsCompleted)
            {
                status.Status(Markup.Escape(Line()));
                await Task.WhenAny(task, Task.Delay(OnTerminal, time));
            }

            return await task;
        });
    }

    private async Task<T> LogAsync<T>(Task<T> task)
    {
        while (await Task.WhenAny(task, Task.Delay(InLog, time)) != task)
            console.WriteLine(Line());
        return await task;
    }

    private string Line()
    {
        var now = figures.Now();
        var text = string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(_began):mm\\:ss} {_phase}");
        if (now.Requests == 0)
            return text;
        return text + string.Create(
            CultureInfo.InvariantCulture,
            $": {now.Requests} requests, {now.Failed} failed, p99 {now.P99.TotalMilliseconds:0} ms; "
            + $"{now.Documents} documents, {now.Waiting} waiting, {now.Active} running");
    }
}

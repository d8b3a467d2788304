using Spectre.Console;

namespace Spade.Rehearsal.Judging;

/// <summary>Gets the files of a run out of a place that goes with the program, such as a pod's volume.</summary>
/// <param name="folder">The folder of the run.</param>
internal sealed class ResultFiles(string folder)
{
    /// <summary>Prints the certificate as it is, without the line breaks that a console adds.</summary>
    internal async Task PrintCertificateAsync(TextWriter output) =>
        await output.WriteAsync(await File.ReadAllTextAsync(Path.Combine(folder, HistoryJudge.Certified)));

    /// <summary>Returns after a time, or when cancelled: the verdict stays what it is.</summary>
    internal async Task KeepAsync(TimeSpan duration, IAnsiConsole console, TimeProvider time, CancellationToken cancellationToken)
    {
        console.WriteLine(FormattableString.Invariant(
            $"The files stay in {folder} for {duration.TotalSeconds:0} s, or until SIGTERM: copy them now."));
        await Task.Delay(duration, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Ocr;

/// <summary>Other ways to read the same pages: <c>peers/ocr.sh</c>.</summary>
internal static class OcrScript
{
    /// <summary>A subject that the script runs.</summary>
    /// <param name="name">As in the table.</param>
    /// <param name="mode">The script's word for it.</param>
    /// <param name="sampleFor">What it reads in a run.</param>
    internal static Subject Subject(string name, string mode, Func<Trial, OcrSample> sampleFor) =>
        new(name, (trial, cancellationToken) => MeasureAsync(mode, trial, sampleFor(trial), cancellationToken));

    private static async Task<IReadOnlyList<Sample>> MeasureAsync(string mode, Trial trial, OcrSample sample, CancellationToken cancellationToken)
    {
        var shell = trial.Programs.Shell;
        var file = await sample.FileAsync(shell, cancellationToken);
        return await trial.Programs.ScriptAsync(
            "ocr.sh", cancellationToken, mode, sample.Row, file, $"{sample.Pages}", OcrSample.Truth(shell.Root));
    }
}

using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Ocr;

/// <summary>Subjects that read the same pages without Spade: <c>peers/ocr.sh</c>.</summary>
internal static class OcrScript
{
    /// <summary>A subject that the script runs.</summary>
    /// <param name="name">Name in the table.</param>
    /// <param name="mode">Mode of the script.</param>
    /// <param name="sampleFor">Chooses the sample for a run.</param>
    internal static Subject Subject(string name, string mode, Func<Trial, OcrSample> sampleFor) =>
        new(name, (trial, cancellationToken) => MeasureAsync(mode, trial, sampleFor(trial), cancellationToken));

    private static async Task<IReadOnlyList<Sample>> MeasureAsync(
        string mode, Trial trial, OcrSample sample, CancellationToken cancellationToken)
    {
        var shell = trial.Programs.Shell;
        var file = await sample.FileAsync(shell, cancellationToken);
        return await trial.Programs.ScriptAsync(
            "ocr.sh", cancellationToken, mode, sample.Row, file, $"{sample.Pages}", OcrSample.Truth(shell.Root));
    }
}

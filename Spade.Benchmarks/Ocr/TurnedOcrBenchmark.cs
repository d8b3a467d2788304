using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Ocr;

/// <summary>Recognising pages that are not upright. Spade detects the orientation and reads a page again when the confidence is low;
/// ocrmypdf detects the orientation of each page first.</summary>
internal sealed class TurnedOcrBenchmark : IBenchmark
{
    public string Name => "ocr-turned";

    public bool InQuick => false;

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        OcrScript.Subject("ocrmypdf --rotate-pages", "turned", OcrSample.TurnedFor),
        new(Subject.Ours, (trial, cancellationToken) => OcrSubject.MeasureAsync(trial, OcrSample.TurnedFor(trial), cancellationToken)),
    ];

    /// <summary>Empty: there is no goal.</summary>
    public IReadOnlyList<Ratio> Ratios => [];
}

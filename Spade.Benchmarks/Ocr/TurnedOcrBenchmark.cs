using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Ocr;

/// <summary>Recognising pages that are not upright. Spade sees from the lines that a page lies on its side, detects on which and reads it
/// once; a page that is upside down is read, reads badly, is detected and read again. ocrmypdf detects the orientation of each page
/// first.</summary>
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

using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Ocr;

/// <summary>Recognising pages none of which stands upright: Spade reads a page again, with its orientation detected, when it is not
/// confident of the first result, and ocrmypdf is told to detect the orientation of every page first.</summary>
internal sealed class TurnedOcrBenchmark : IBenchmark
{
    public string Name => "ocr-turned";

    public bool InQuick => false;

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        OcrScript.Subject("ocrmypdf --rotate-pages", "turned", OcrSample.TurnedFor),
        new(Subject.Ours, (trial, cancellationToken) => OcrSubject.MeasureAsync(trial, OcrSample.TurnedFor(trial), cancellationToken)),
    ];

    /// <summary>None: no goal asks for it.</summary>
    public IReadOnlyList<Ratio> Ratios => [];
}

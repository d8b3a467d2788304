using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Ocr;

/// <summary>Recognising a scanned book, compared with pdftoppm and Tesseract alone, and with ocrmypdf.</summary>
internal sealed class OcrBenchmark : IBenchmark
{
    internal const string CpuSeconds = "cpu_s";
    internal const string WallSeconds = "wall_s";
    internal const string PagesPerSecond = "pages_per_s";

    private const string Plain = "pdftoppm + tesseract";
    private const string OcrMyPdf = "ocrmypdf";

    public string Name => "ocr";

    // Spade detects the orientation only of pages whose lines run up or down or that read badly, and all pages of the sample are upright.
    // So ocrmypdf does not detect it here either. TurnedOcrBenchmark measures turned pages.
    public IReadOnlyList<Subject> Subjects { get; } =
    [
        OcrScript.Subject(Plain, "plain", OcrSample.For),
        OcrScript.Subject(OcrMyPdf, "ocrmypdf", OcrSample.For),
        new(Subject.Ours, (trial, cancellationToken) => OcrSubject.MeasureAsync(trial, OcrSample.For(trial), cancellationToken)),
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("ocr-vs-limit", "0.95 x pdftoppm + tesseract alone, by CPU time", results => Against(results, Plain, CpuSeconds, 0.95)),
        new("ocr-vs-ocrmypdf", "ahead of ocrmypdf, by the clock", results => Against(results, OcrMyPdf, WallSeconds, 1)),
    ];

    private static double? Against(Results results, string peer, string seconds, double goal) =>
        new[] { OcrSample.Whole, OcrSample.Beginning }
            .Select(sample => results.Median(sample.Row, peer, seconds) / results.Median(sample.Row, Subject.Ours, seconds) / goal)
            .FirstOrDefault(ratio => ratio is not null);
}

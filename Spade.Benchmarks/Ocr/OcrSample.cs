using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Ocr;

/// <summary>What everybody reads: the first pages of one of the samples.</summary>
/// <param name="Row">Row of the table.</param>
/// <param name="Pages">How many pages, from the first one.</param>
internal sealed record OcrSample(string Row, int Pages)
{
    internal static readonly OcrSample Whole = new("OCR, 20 pages", 20);
    internal static readonly OcrSample Beginning = new("OCR, the first 6 of 20 pages", 6);

    /// <summary>The one that fits the run.</summary>
    internal static OcrSample For(Trial trial) => trial.Quick ? Beginning : Whole;

    internal static string File(string root) => Path.Combine(root, "samples", "twenty-pages.pdf");
}

using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Ocr;

/// <summary>The pages that all subjects read: the first pages of one of the samples.</summary>
/// <param name="Row">Row of the table.</param>
/// <param name="Pages">Number of pages, from the first one.</param>
/// <param name="Turned">Whether the pages are rotated, by 90, 180 and 270 degrees in turn.</param>
internal sealed record OcrSample(string Row, int Pages, bool Turned = false)
{
    internal static readonly OcrSample Whole = new("OCR, 20 pages", 20);
    internal static readonly OcrSample Beginning = new("OCR, the first 6 of 20 pages", 6);
    internal static readonly OcrSample WholeTurned = new("OCR, 20 turned pages", 20, Turned: true);
    internal static readonly OcrSample BeginningTurned = new("OCR, the first 6 of 20 turned pages", 6, Turned: true);

    private const int AllPages = 20;

    private static readonly int[] Angles = [90, 180, 270];

    /// <summary>The upright sample for a run.</summary>
    internal static OcrSample For(Trial trial) => trial.Quick ? Beginning : Whole;

    /// <summary>The turned sample for a run.</summary>
    internal static OcrSample TurnedFor(Trial trial) => trial.Quick ? BeginningTurned : WholeTurned;

    /// <summary>File with the true text, a form feed after each page.</summary>
    internal static string Truth(string root) => Path.Combine(root, "samples", "twenty-pages.txt");

    /// <summary>The PDF. The one with turned pages is created here.</summary>
    internal async Task<string> FileAsync(Shell shell, CancellationToken cancellationToken)
    {
        var upright = Path.Combine(shell.Root, "samples", "twenty-pages.pdf");
        if (!Turned)
            return upright;
        var turned = Path.Combine(Directory.CreateDirectory(Path.Combine(shell.Root, "artifacts", "bench")).FullName, "turned-pages.pdf");
        var turns = Angles.Select((angle, index) => $"--rotate=+{angle}:{EveryThird(index + 1)}");
        await shell.RunAsync("qpdf", [upright, turned, .. turns], new Dictionary<string, string?>(), cancellationToken);
        return turned;
    }

    private static string EveryThird(int first) =>
        string.Join(',', Enumerable.Range(0, AllPages).Select(n => first + n * Angles.Length).TakeWhile(page => page <= AllPages));
}

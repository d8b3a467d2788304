using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Ocr;

/// <summary>What everybody reads: the first pages of one of the samples.</summary>
/// <param name="Row">Row of the table.</param>
/// <param name="Pages">How many pages, from the first one.</param>
/// <param name="Turned">Whether no page stands upright: by a quarter, a half and three quarters, in turns.</param>
internal sealed record OcrSample(string Row, int Pages, bool Turned = false)
{
    internal static readonly OcrSample Whole = new("OCR, 20 pages", 20);
    internal static readonly OcrSample Beginning = new("OCR, the first 6 of 20 pages", 6);
    internal static readonly OcrSample WholeTurned = new("OCR, 20 turned pages", 20, Turned: true);
    internal static readonly OcrSample BeginningTurned = new("OCR, the first 6 of 20 turned pages", 6, Turned: true);

    private const int AllPages = 20;

    private static readonly int[] Angles = [90, 180, 270];

    /// <summary>The one of those that stand upright that fits the run.</summary>
    internal static OcrSample For(Trial trial) => trial.Quick ? Beginning : Whole;

    /// <summary>The one of the turned ones that fits the run.</summary>
    internal static OcrSample TurnedFor(Trial trial) => trial.Quick ? BeginningTurned : WholeTurned;

    /// <summary>What the pages say, a form feed after each.</summary>
    internal static string Truth(string root) => Path.Combine(root, "samples", "twenty-pages.txt");

    /// <summary>The PDF. With turned pages it is made first.</summary>
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

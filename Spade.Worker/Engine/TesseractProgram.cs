using System.Globalization;
using System.Text;
using Spade.Worker.Errors;
using Spade.Worker.Processes;

namespace Spade.Worker.Engine;

/// <summary>Runs Tesseract on a page: a process that is kept open reads it, one of its own detects how it lies.</summary>
internal sealed class TesseractProgram(TesseractPool pool, ToolRunner runner, Toolchain tools)
{
    private const int CannotRead = 1;

    // Tesseract looks at five times as many letters. Measured: half the processor time of its default (50), and still sure.
    private const string LettersToTry = "min_characters_to_try=20";

    /// <summary>Recognises the page as it lies in the file.</summary>
    /// <exception cref="RecognitionException">The page cannot be read, or not in time.</exception>
    public async Task<TesseractTable> ReadAsync(PageFile file, PageCall call, CancellationToken cancellationToken)
    {
        var answer = await pool.ReadAsync(
            call.Language, file.TesseractPath(call.Dpi, cancellationToken), call.Deadline.Left, cancellationToken);
        if (!answer.IsGood)
            throw Failure(answer, call);
        var result = TesseractTable.Parse(answer.Table, file.Width, file.Height);
        return result.HasPage ? result : throw RecognitionErrors.PageUnreadable(call.Page);
    }

    /// <summary>Detects how the page lies, from the shapes of its letters.</summary>
    /// <returns>Null when it has too few letters, or its orientation cannot be detected for another reason.</returns>
    public async Task<PageOrientation?> DetectAsync(PageFile file, PageCall call, CancellationToken cancellationToken)
    {
        var output = call.Folder.File(Text($"orientation-{call.Page}"));
        var result = output + ".osd";
        try
        {
            var exit = await RunAsync(file, output, call, ["--psm", "0", "-l", "osd", "-c", LettersToTry], cancellationToken);
            return exit.End switch
            {
                ToolEnd.Stopped => throw RecognitionErrors.Stopped(),
                ToolEnd.Succeeded when File.Exists(result) =>
                    PageOrientation.Parse(await File.ReadAllTextAsync(result, Encoding.UTF8, cancellationToken)),
                _ => null,
            };
        }
        finally
        {
            File.Delete(result);
        }
    }

    private Task<ToolExit> RunAsync(
        PageFile file, string output, PageCall call, string[] arguments, CancellationToken cancellationToken) =>
        runner.RunAsync(
            new ToolCommand(
                tools.Tesseract, call.Folder.Path, call.Deadline.Left,
                [file.TesseractPath(call.Dpi, cancellationToken), output, "--dpi", Text($"{call.Dpi}"), .. arguments]),
            cancellationToken);

    // Tesseract begins its output before it opens the image, so exit code 1 without output says nothing about the image.
    private RecognitionException Failure(TesseractAnswer answer, PageCall call) => answer.Exit.End switch
    {
        ToolEnd.TimedOut => RecognitionErrors.PageTimeout(call.Page, call.Deadline.Limit),
        ToolEnd.Stopped => RecognitionErrors.Stopped(),
        ToolEnd.ExitedWithError when answer is { Exit.Code: CannotRead, HasStarted: true } && !ToolFailure.LackedMemory(answer.Exit) =>
            RecognitionErrors.PageUnreadable(call.Page),
        _ => RecognitionErrors.PageCrashed(call.Page, ToolFailure.Of(tools.Tesseract, answer.Exit)),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using Spade.Worker.Errors;
using Spade.Worker.Processes;

namespace Spade.Worker.Engine;

/// <summary>Runs Tesseract on a page: each call is one child process.</summary>
internal sealed class TesseractProgram(ToolRunner runner, Toolchain tools)
{
    private const int CannotRead = 1;

    // Tesseract looks at five times as many letters. Measured: half the processor time of its default (50), and still sure.
    private const string LettersToTry = "min_characters_to_try=20";

    /// <summary>Recognises the page as it lies in the file.</summary>
    /// <exception cref="RecognitionException">The page cannot be read, or not in time.</exception>
    public async Task<TesseractTable> ReadAsync(PageFile file, PageCall call, CancellationToken cancellationToken)
    {
        var output = call.Folder.File(Text($"result-{call.Page}"));
        var (text, table) = (output + ".txt", output + ".tsv");
        try
        {
            var exit = await RunAsync(file, output, call, ["-l", call.Language, "txt", "tsv"], cancellationToken);
            // Without memory for a copy of the image Tesseract may exit with 0 and an empty page.
            if (exit.End != ToolEnd.Succeeded || ToolFailure.LackedMemory(exit))
                throw Failure(exit, call, wasStarted: File.Exists(text));
            return await CheckAsync(file, call.Page, text, table, cancellationToken);
        }
        finally
        {
            File.Delete(text);
            File.Delete(table);
        }
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
                [file.TesseractPath(cancellationToken), output, "--dpi", Text($"{call.Dpi}"), .. arguments]),
            cancellationToken);

    // Tesseract opens its output before the image, so exit code 1 without output says nothing about the image.
    private RecognitionException Failure(ToolExit exit, PageCall call, bool wasStarted) => exit.End switch
    {
        ToolEnd.TimedOut => RecognitionErrors.PageTimeout(call.Page, call.Deadline.Limit),
        ToolEnd.Stopped => RecognitionErrors.Stopped(),
        ToolEnd.ExitedWithError when exit.Code == CannotRead && wasStarted && !ToolFailure.LackedMemory(exit) =>
            RecognitionErrors.PageUnreadable(call.Page),
        _ => RecognitionErrors.PageCrashed(call.Page, ToolFailure.Of(tools.Tesseract, exit)),
    };

    private static async Task<TesseractTable> CheckAsync(
        PageFile file, int page, string text, string table, CancellationToken cancellationToken)
    {
        var rows = await File.ReadAllTextAsync(table, Encoding.UTF8, cancellationToken);
        var result = TesseractTable.Parse(rows, file.Width, file.Height);
        var letters = PageText.CountLetters(await File.ReadAllTextAsync(text, Encoding.UTF8, cancellationToken));
        // The exit code does not show that the disk was full. The text may hold more than the words (direction marks), but never less.
        if (!rows.EndsWith('\n') || letters < result.Letters)
            throw RecognitionErrors.Storage();
        return result.HasPage ? result : throw RecognitionErrors.PageUnreadable(page);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Spade.Documents.Pages;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Processes;

namespace Spade.Worker.Engine;

/// <summary>Recognises one page with one Tesseract process, or with two when the first result suggests that the page is rotated.</summary>
internal sealed partial class PageRecognizer(
    ToolRunner runner, Toolchain tools, IOptions<OcrOptions> options, TimeProvider time, ILogger<PageRecognizer> logger)
{
    // Measured: upright pages 91 and more, the same pages upside down 38 to 51.
    private const double LowConfidence = 60;

    // With fewer words the confidence means little. On an empty page the second try costs 0.2 s.
    private const int FewWords = 5;

    private const int CannotRead = 1;

    /// <summary>Recognises the page. The image must have passed inspection.</summary>
    /// <exception cref="RecognitionException">The page cannot be read, or not in time.</exception>
    public async Task<RecognizedPage> RecognizeAsync(
        PageImage image, string language, WorkFolder folder, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var limit = options.Value.PageTimeLimit;
        var result = await RunAsync(image, language, null, limit, folder, cancellationToken);
        if (NeedsSecondTry(result.Table) && limit - time.GetElapsedTime(started) is { TotalSeconds: > 1 } left)
        {
            var second = await TryTurnedAsync(image, language, left, folder, cancellationToken);
            if (second is not null && second.Table.Certainty > result.Table.Certainty)
                result = second;
        }

        // Stands in until the layout is read.
        var layout = new PageLayout(1, 1, 1, 1, 0, 0, TextSource.Ocr, language, []);
        return new RecognizedPage(image.Page, result.Text, result.Table.Confidence, layout, new PreviewImage("image/png", new byte[1]));
    }

    private static bool NeedsSecondTry(TesseractTable table) => table.Words < FewWords || table.Confidence < LowConfidence;

    /// <summary>Tries again with the orientation detected.</summary>
    /// <returns>Null when this try failed: the first result stands.</returns>
    private async Task<Result?> TryTurnedAsync(
        PageImage image, string language, TimeSpan limit, WorkFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(image, language, "1", limit, folder, cancellationToken);
        }
        catch (RecognitionException exception) when (exception.Fault != RecognitionFault.Stopped)
        {
            Log.NotTurned(logger, image.Page, exception.Error.Type);
            return null;
        }
    }

    private async Task<Result> RunAsync(
        PageImage image, string language, string? segmentation, TimeSpan limit, WorkFolder folder, CancellationToken cancellationToken)
    {
        var output = folder.File(string.Create(CultureInfo.InvariantCulture, $"result-{image.Page}"));
        var (text, table) = (output + ".txt", output + ".tsv");
        try
        {
            var command = new ToolCommand(tools.Tesseract, folder.Path, limit, Arguments(image, language, segmentation, output));
            var exit = await runner.RunAsync(command, cancellationToken);
            // Without memory for a copy of the image Tesseract may exit with 0 and an empty page.
            if (exit.End != ToolEnd.Succeeded || ToolFailure.LackedMemory(exit))
                throw Failure(exit, image.Page, wasStarted: File.Exists(text));
            return await ReadAsync(image.Page, text, table, cancellationToken);
        }
        finally
        {
            File.Delete(text);
            File.Delete(table);
        }
    }

    private static List<string> Arguments(PageImage image, string language, string? segmentation, string output)
    {
        List<string> arguments = [image.BilevelPath ?? image.Path, output, "-l", language];
        if (image.Dpi is { } dpi)
            arguments.AddRange(["--dpi", dpi.ToString(CultureInfo.InvariantCulture)]);
        if (segmentation is not null)
            arguments.AddRange(["--psm", segmentation]);
        arguments.AddRange(["txt", "tsv"]);
        return arguments;
    }

    // Tesseract opens its output before the image, so exit code 1 without output says nothing about the image.
    private RecognitionException Failure(ToolExit exit, int page, bool wasStarted) => exit.End switch
    {
        ToolEnd.TimedOut => RecognitionErrors.PageTimeout(page, options.Value.PageTimeLimit),
        ToolEnd.Stopped => RecognitionErrors.Stopped(),
        ToolEnd.ExitedWithError when exit.Code == CannotRead && wasStarted && !ToolFailure.LackedMemory(exit) =>
            RecognitionErrors.PageUnreadable(page),
        _ => RecognitionErrors.PageCrashed(page, ToolFailure.Of(tools.Tesseract, exit)),
    };

    private static async Task<Result> ReadAsync(int page, string text, string table, CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllTextAsync(table, Encoding.UTF8, cancellationToken);
        var words = TesseractTable.Parse(lines.Split('\n'));
        var decoded = PageText.Decode(await File.ReadAllBytesAsync(text, cancellationToken));
        // The exit code does not show that the disk was full. The text may hold more than the words (direction marks), but never less.
        if (!lines.EndsWith('\n') || PageText.CountLetters(decoded) < words.Letters)
            throw RecognitionErrors.Storage();
        return words.HasPage ? new Result(decoded, words) : throw RecognitionErrors.PageUnreadable(page);
    }

    private sealed record Result(string Text, TesseractTable Table);

    private static partial class Log
    {
        [LoggerMessage(4031, LogLevel.Debug, "Page {Page} could not be tried again with its orientation detected: {ErrorType}")]
        public static partial void NotTurned(ILogger logger, int page, string errorType);
    }
}

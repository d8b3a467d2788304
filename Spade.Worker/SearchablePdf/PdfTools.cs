using System.Globalization;
using Microsoft.Extensions.Options;
using Spade.Documents.Inspection;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Processes;

namespace Spade.Worker.SearchablePdf;

/// <summary>Runs the programs that read, repair and decode documents for the searchable PDF.</summary>
internal sealed class PdfTools(ToolRunner runner, Toolchain tools, IOptions<OcrOptions> options, IOptions<DocumentLimits> limits)
{
    private const long BytesPerSecond = 1024 * 1024;
    private const int Warnings = 3;

    // What ImageMagick needs for one, in memory or on the disk.
    private const int BytesPerPixel = 10;

    // Programs write it often, and no reader minds: the trailer states a number of objects that is not the highest.
    private const string Harmless = "reported number of objects";

    // A page full of text takes 10 to 20 ms.
    private static readonly TimeSpan PerPage = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs <c>qpdf</c>.</summary>
    /// <returns>True when it succeeded without a warning, false when it had to repair something.</returns>
    public async Task<bool> RunQpdfAsync(
        WorkFolder folder, string[] arguments, CancellationToken cancellationToken, Action<string>? onLine = null, long? mostBytes = null)
    {
        var command = Command(tools.Qpdf, folder, 0, arguments) with { OnLine = onLine, FileSize = mostBytes };
        var exit = await RunAsync(command, cancellationToken);
        return exit.End == ToolEnd.Succeeded
            || exit.Errors.Split('\n').Where(line => line.StartsWith("WARNING", StringComparison.Ordinal))
                .All(line => line.Contains(Harmless, StringComparison.Ordinal));
    }

    /// <summary>Runs <c>pdftotext</c>.</summary>
    public Task ReadTextAsync(
        WorkFolder folder, int pages, Action<string> onLine, string[] arguments, CancellationToken cancellationToken) =>
        RunAsync(Command(tools.PdfToText, folder, pages, arguments) with { OnLine = onLine }, cancellationToken);

    /// <summary>Runs ImageMagick, with names of files in the folder: a path may hold characters that mean something to it.</summary>
    public Task DecodeAsync(WorkFolder folder, string[] arguments, CancellationToken cancellationToken)
    {
        var file = limits.Value.MaxPixelsPerPage * BytesPerPixel;
        var command = Command(
            tools.ImageMagick, folder, 1,
            ["-limit", "memory", Text(options.Value.ChildMemory / 8 * 3), "-limit", "disk", Text(2 * file), .. arguments]);
        return RunAsync(command with { FileSize = file, ProcessorLimit = null, Environment = ImageConverter.Settings }, cancellationToken);
    }

    private ToolCommand Command(string program, WorkFolder folder, int pages, string[] arguments) =>
        new(program, folder.Path, options.Value.PageTimeLimit, arguments) { ProcessorLimit = Limit(folder, pages) };

    private async Task<ToolExit> RunAsync(ToolCommand command, CancellationToken cancellationToken)
    {
        var exit = await runner.RunAsync(command, cancellationToken);
        if (exit.End == ToolEnd.Succeeded || (command.Program == tools.Qpdf && exit.Code == Warnings))
            return exit;
        throw Failure(command, exit);
    }

    private TimeSpan Limit(WorkFolder folder, int pages)
    {
        var size = TimeSpan.FromSeconds(new FileInfo(folder.Document).Length / BytesPerSecond);
        var limit = 2 * options.Value.InspectionProcessorLimit + size + pages * PerPage;
        return limit < options.Value.PageTimeLimit ? limit : options.Value.PageTimeLimit;
    }

    /// <summary>What is worth another try is an error of recognition; all else means that there will be no PDF.</summary>
    private static Exception Failure(ToolCommand command, ToolExit exit)
    {
        var failure = ToolFailure.Of(command.Program, exit);
        return exit switch
        {
            { End: ToolEnd.Stopped } => RecognitionErrors.Stopped(),
            { End: ToolEnd.TimedOut, UsedUpProcessor: false } => RecognitionErrors.InspectionDelayed(command.TimeLimit),
            _ when failure.Sign is ToolSign.Killed or ToolSign.OutOfSpace => RecognitionErrors.InspectionCrashed(failure),
            { End: ToolEnd.TimedOut } => new SearchablePdfException($"{failure.Program} took too long"),
            _ => new SearchablePdfException(failure.ToString()),
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

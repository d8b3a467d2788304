using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Reads the text that a page has of its own, with <c>pdftotext</c>.</summary>
internal sealed class OwnTextReader(ToolRunner runner, Toolchain tools, ProcessSlots slots, IOptions<OcrOptions> options)
{
    // A dense page takes 100 KB.
    private const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Reads a page.</summary>
    /// <returns>Its lines, null when they cannot be read; and what of the page's text is lost, as the end of a sentence, null when no
    /// loss is known.</returns>
    public async Task<(IReadOnlyList<OwnTextLine>? Lines, string? Loss)> TryReadAsync(
        string pdf, PagePlan plan, WorkFolder folder, CancellationToken cancellationToken)
    {
        var page = plan.Page.ToString(CultureInfo.InvariantCulture);
        var output = folder.File($"text-{page}");
        // It decodes no pictures, so what it misses is text.
        var complaints = new PdfComplaints();
        try
        {
            using var slot = await slots.AcquireAsync(folder, cancellationToken);
            string[] arguments =
                ["-bbox-layout", .. plan.Size.IsWhole ? (string[])[] : ["-cropbox"], "-f", page, "-l", page, pdf, output];
            var exit = await runner.RunAsync(
                new ToolCommand(tools.PdfToText, folder.Path, options.Value.PageTimeLimit, arguments) { OnErrorLine = complaints.Add },
                cancellationToken);
            if (exit.End == ToolEnd.Stopped)
                throw RecognitionErrors.Stopped();
            var lines = exit.End == ToolEnd.Succeeded && new FileInfo(output) is { Exists: true, Length: <= MaxBytes }
                ? OwnTextXml.TryParse(await File.ReadAllTextAsync(output, Encoding.UTF8, cancellationToken))
                : null;
            return (lines, complaints.Loss);
        }
        finally
        {
            File.Delete(output);
        }
    }
}

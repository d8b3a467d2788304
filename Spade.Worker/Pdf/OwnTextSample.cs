using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Spade.Documents.Pages;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Recognises a few lines of a page and compares them with the page's own text.</summary>
internal sealed class OwnTextSample(ToolRunner runner, Toolchain tools, ProcessSlots slots, IOptions<OcrOptions> options)
{
    private const int Lines = 4;

    // Letters and digits of one line; a longer one proves no more.
    private const int LongestLine = 200;

    // A line of many letters says more than a page number.
    private const int ManyLetters = 8;

    // Of the letters: clean print differs by 1 to 3 %, other text by 70 % and more.
    private const double ToleratedShare = 0.15;

    /// <summary>True when recognition reads on these lines what the text says.</summary>
    public async Task<bool> AgreesAsync(
        PageLayout layout, PageImage image, string language, WorkFolder folder, CancellationToken cancellationToken)
    {
        var sample = Choose(layout.Lines);
        var path = folder.File(string.Create(CultureInfo.InvariantCulture, $"sample-{image.Page}.pgm"));
        try
        {
            if (sample.Count == 0 || !LineStrip.TryWrite(image.Path, [.. sample.Select(line => line.Box)], path))
                return false;
            var expected = string.Concat(sample.Select(LettersOf));
            var read = Letters(await RecognizeAsync(path, image, language, expected.Length, folder, cancellationToken));
            return EditDistance.Of(expected, read) <= ToleratedShare * expected.Length;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Takes lines from all parts of the page, long ones if it has such.</summary>
    private static List<LayoutLine> Choose(IReadOnlyList<LayoutLine> lines)
    {
        var some = lines
            .Where(line => LettersOf(line).Length is > 0 and <= LongestLine && line.Box.Width > line.Box.Height)
            .ToList();
        var longer = some.Where(line => LettersOf(line).Length >= ManyLetters).ToList();
        var chosen = longer.Count > 0 ? longer : some;
        return chosen.Count <= Lines
            ? chosen
            : [.. Enumerable.Range(0, Lines).Select(i => chosen[(2 * i + 1) * chosen.Count / (2 * Lines)])];
    }

    private async Task<string> RecognizeAsync(
        string path, PageImage image, string language, int expected, WorkFolder folder, CancellationToken cancellationToken)
    {
        using var slot = await slots.AcquireAsync(folder, cancellationToken);
        var text = new StringBuilder();
        string[] arguments =
        [
            path, "stdout", "-l", language, "--psm", "6",
            "--dpi", string.Create(CultureInfo.InvariantCulture, $"{image.Dpi ?? 300}"),
        ];
        var command = new ToolCommand(tools.Tesseract, folder.Path, options.Value.PageTimeLimit, arguments)
        {
            // So much more than was expected does not agree, whatever it is.
            OnLine = line => text.Append(text.Length < 8 * (expected + LongestLine) ? line : "").Append(' '),
        };
        var exit = await runner.RunAsync(command, cancellationToken);
        return exit.End switch
        {
            ToolEnd.Succeeded => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text.ToString())),
            ToolEnd.Stopped => throw RecognitionErrors.Stopped(),
            // The page is recognised then, and its own errors say what is wrong.
            _ => "",
        };
    }

    private static string LettersOf(LayoutLine line) => Letters(string.Concat(line.Words.Select(word => word.Text)));

    private static string Letters(string text) => string.Concat(
        text.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}

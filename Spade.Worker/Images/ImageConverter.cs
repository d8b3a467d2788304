using System.Globalization;
using Microsoft.Extensions.Options;
using Spade.Documents.Inspection;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Pixels;
using Spade.Worker.Processes;

namespace Spade.Worker.Images;

/// <summary>Makes of an image file's pages what Tesseract is given: gray, opaque, upright, with square pixels. One ImageMagick process for
/// each page.</summary>
internal sealed class ImageConverter(
    ToolRunner runner, Toolchain tools, ProcessSlots slots, IOptions<OcrOptions> options, IOptions<DocumentLimits> limits) : IDisposable
{
    // A fax with more bad lines than one in so many has lost text.
    private const int LinesPerBadLine = 20;

    // Its own policy: the machine's may forbid what is needed here, or allow more.
    internal static Dictionary<string, string> Settings { get; } = new()
    {
        ["MAGICK_CONFIGURE_PATH"] = Path.Combine(AppContext.BaseDirectory, "imagemagick"),
    };

    // Pages that need the disk come one by one: small files may hold pages of 2 GB.
    private readonly SemaphoreSlim _disk = new(1);
    private readonly PixelRoom _room = PixelRoom.For(options.Value, limits.Value);

    /// <summary>Converts a page.</summary>
    /// <param name="file">The file; it lies in the folder.</param>
    /// <param name="page">Page number, from 1.</param>
    /// <param name="folder">Where the page image goes.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>The page, or what its problem is.</returns>
    /// <exception cref="RecognitionException">The program was stopped from outside.</exception>
    public async Task<PageImage> ConvertAsync(ImageFile file, int page, WorkFolder folder, CancellationToken cancellationToken)
    {
        var needsDisk = _room.IsExceededBy(file.Pages[page - 1]);
        if (needsDisk)
            await _disk.WaitAsync(cancellationToken);
        try
        {
            using var slot = await slots.AcquireAsync(folder, cancellationToken);
            return await RunAsync(file, page, folder, cancellationToken);
        }
        finally
        {
            if (needsDisk)
                _disk.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _disk.Dispose();

    private async Task<PageImage> RunAsync(ImageFile file, int page, WorkFolder folder, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"page-{page}.pgm");
        var (image, path) = (file.Pages[page - 1], folder.File(name));
        var complaints = new ConversionComplaints();
        var command = new ToolCommand(
            tools.ImageMagick, folder.Path, options.Value.PageTimeLimit, ConversionArguments.Of(file, image, name, _room))
        {
            OnErrorLine = complaints.Add,
            Environment = Settings,
            FileSize = _room.File,
        };
        var exit = await runner.RunAsync(command, cancellationToken);
        var size = PageSize.Of(image);
        var result = new PageImage(page, path)
        {
            Dpi = size.Dpi, WidthPoints = size.WidthPoints, HeightPoints = size.HeightPoints, IsTemporary = true,
        };
        if (exit.End is ToolEnd.Succeeded or ToolEnd.ExitedWithError
            && !ToolFailure.LackedMemory(exit)
            && !IsDamaged(image, complaints)
            && PgmFile.IsWhole(path, image.UprightWidth, image.UprightHeight))
            return result;
        // Whole, but of another size than the header promised.
        var isDamaged = IsDamaged(image, complaints) || PgmFile.IsWhole(path);
        result.Dispose();
        if (exit.End == ToolEnd.Stopped)
            throw RecognitionErrors.Stopped();
        return PageImage.Missing(page, Problem(file, page, exit, isDamaged && !complaints.IsFailure));
    }

    private static bool IsDamaged(ImagePage image, ConversionComplaints complaints) =>
        complaints.IsLoss || complaints.BadLines > image.Height / LinesPerBadLine;

    private RecognitionException Problem(ImageFile file, int page, ToolExit exit, bool isDamaged)
    {
        var failure = ToolFailure.Of(tools.ImageMagick, exit);
        return exit.End switch
        {
            ToolEnd.TimedOut => RecognitionErrors.PageTimeout(page, options.Value.PageTimeLimit),
            ToolEnd.Crashed => RecognitionErrors.PageCrashed(page, failure),
            _ when failure.Sign != ToolSign.None || !isDamaged => RecognitionErrors.PageCrashed(page, failure),
            _ when file.Pages.Count == 1 => RecognitionErrors.ImageDamaged(file.Kind.Name),
            _ => RecognitionErrors.ImagePageDamaged(file.Kind.Name, page),
        };
    }
}

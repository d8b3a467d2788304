using Microsoft.Extensions.Options;
using Spade.Documents.Pages;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Pixels;
using Spade.Worker.Previews;

namespace Spade.Worker.Engine;

/// <summary>Recognises one page: looks at it, straightens it, reads it the right way up, and makes its preview.</summary>
internal sealed class PageRecognizer(OrientationSearch search, IOptions<OcrOptions> options, TimeProvider time)
{
    private const int DefaultDpi = 300;

    /// <summary>Recognises the page. A page that brings its own text is not recognised; it only gets its preview.</summary>
    /// <param name="image">The page, a gray image.</param>
    /// <param name="language">Tesseract's name of the language.</param>
    /// <param name="folder">Where files of the page may lie.</param>
    /// <param name="cancellationToken">Ends the recognition.</param>
    /// <exception cref="RecognitionException">The page cannot be read, or not in time.</exception>
    public async Task<RecognizedPage> RecognizeAsync(
        PageImage image, string language, WorkFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            using var displayed = PageFile.Open(image.Path);
            return image.OwnText is { } layout
                ? new RecognizedPage(image.Page, LayoutText.Of(layout), null, layout, PreviewOf(displayed, cancellationToken))
                : await ReadAsync(image, displayed, language, folder, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw RecognitionErrors.PageUnreadable(image.Page);
        }
    }

    private async Task<RecognizedPage> ReadAsync(
        PageImage image, PageFile displayed, string language, WorkFolder folder, CancellationToken cancellationToken)
    {
        var deadline = new PageDeadline(time, options.Value.PageTimeLimit);
        var call = new PageCall(image.Page, language, image.Dpi ?? DefaultDpi, folder, deadline);
        var survey = displayed.Survey(cancellationToken);
        if (!survey.HasMarks)
            return Result(image, new PageReading(displayed, TesseractTable.Blank, call.IsVertical), language, cancellationToken);
        using var straight = survey.Tilt == 0 ? displayed : displayed.Straighten(-survey.Tilt, folder, cancellationToken);
        using var reading = await search.ReadAsync(straight, survey, call, cancellationToken);
        return Result(image, reading, language, cancellationToken);
    }

    private static RecognizedPage Result(PageImage image, PageReading reading, string language, CancellationToken cancellationToken)
    {
        var file = reading.File;
        var (width, height) = file.Rotation is 90 or 270
            ? (image.HeightPoints, image.WidthPoints)
            : (image.WidthPoints, image.HeightPoints);
        var layout = new PageLayout(
            file.Width, file.Height, width, height, file.Rotation, file.Skew, TextSource.Ocr, language, reading.Table.Lines);
        return new RecognizedPage(
            image.Page, LayoutText.Of(layout), reading.Table.Confidence, layout, PreviewOf(file, cancellationToken));
    }

    private static PreviewImage PreviewOf(PageFile file, CancellationToken cancellationToken)
    {
        using var page = NetpbmReader.OpenGray(file.Path);
        return PagePreviews.Make(page, cancellationToken);
    }
}

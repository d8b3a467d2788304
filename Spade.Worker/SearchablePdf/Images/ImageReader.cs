using System.Globalization;
using Spade.Documents.Inspection;
using Spade.Worker.Folders;
using Spade.Worker.Images;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>Finds an image's bytes in the upload where a PDF can hold them as they are, and encodes the others anew, without loss of
/// detail.</summary>
internal sealed class ImageReader(PdfTools tools)
{
    private const string Pixels = "pixels.pnm";
    private const string Fax = "pixels.tif";

    /// <summary>Opens the document in the folder. What it says of orientation is kept in its pages and hidden from the decoder, which would
    /// turn some of them a second time.</summary>
    public Task<ImageFile> OpenAsync(
        string mediaType, IReadOnlyList<ImagePage> images, WorkFolder folder, CancellationToken cancellationToken) =>
        TiffCopy.UprightAsync(new ImageFile(folder.Document, ImageKind.Of(mediaType), images), folder, cancellationToken);

    /// <summary>Reads one image.</summary>
    /// <returns>Null when it cannot be decoded.</returns>
    public async Task<StoredImage?> ReadAsync(ImageFile file, ImagePage page, WorkFolder folder, CancellationToken cancellationToken)
    {
        if (ReadAsItIs(file.Kind, page, folder.Document) is { } image)
            return image;
        try
        {
            return await DecodeAsync(file, page, folder, cancellationToken);
        }
        catch (SearchablePdfException)
        {
            return null;
        }
    }

    private static StoredImage? ReadAsItIs(ImageKind kind, ImagePage page, string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new FileBytes(file);
        try
        {
            return kind.Coder switch
            {
                "jpeg" => JpegImage.Read(bytes, page),
                "png" => PngImage.Read(bytes, page),
                "tiff" => TiffImage.Read(bytes, page),
                _ => null,
            };
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private async Task<StoredImage?> DecodeAsync(ImageFile file, ImagePage page, WorkFolder folder, CancellationToken cancellationToken)
    {
        // A frame of a GIF may be smaller than its page.
        string[] flatten = file.Kind == ImageKind.Gif ? ["-flatten"] : ["-alpha", "remove", "-alpha", "off"];
        await tools.DecodeAsync(
            folder,
            [
                // Photoshop's layers would be further images.
                "-define", "tiff:ignore-layers=true",
                string.Create(CultureInfo.InvariantCulture, $"{file.Kind.Coder}:{Path.GetFileName(file.Path)}[{page.Directory}]"),
                "-colorspace", "sRGB", "-background", "#ffffff", .. flatten, "-depth", "8", $"pnm:{Pixels}",
            ],
            cancellationToken);
        if (PnmImage.Read(folder.File(Pixels)) is not { } image)
            return null;
        var stored = image.Kind == '4' ? await FaxAsync(image, folder, cancellationToken) : null;
        stored ??= await image.CompressAsync(folder.File(Pixels), folder.File("pixels.z"), cancellationToken);
        return stored with { Orientation = page.Orientation };
    }

    /// <summary>Encodes black and white as fax G4, which takes a third of the space.</summary>
    private async Task<StoredImage?> FaxAsync(PnmImage image, WorkFolder folder, CancellationToken cancellationToken)
    {
        var rows = string.Create(CultureInfo.InvariantCulture, $"tiff:rows-per-strip={image.Height}");
        await tools.DecodeAsync(
            folder, [$"pbm:{Pixels}", "-compress", "Group4", "-define", rows, $"tiff:{Fax}"], cancellationToken);
        using var file = File.OpenRead(folder.File(Fax));
        var stored = TiffImage.Read(new FileBytes(file), new ImagePage(image.Width, image.Height, 1, 1));
        return stored is null ? null : stored with { Path = folder.File(Fax) };
    }
}

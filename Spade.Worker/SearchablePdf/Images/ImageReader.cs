using System.Globalization;
using Spade.Documents.Inspection;
using Spade.Worker.Folders;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>Finds an image's bytes in the upload where a PDF can hold them as they are, and encodes the others anew, without loss of
/// detail.</summary>
internal sealed class ImageReader(PdfTools tools)
{
    private const string Pixels = "pixels.pnm";
    private const string Fax = "pixels.tif";

    private static readonly Dictionary<string, string> Coders = new()
    {
        [MediaTypes.Jpeg] = "jpeg",
        [MediaTypes.Png] = "png",
        [MediaTypes.Tiff] = "tiff",
        ["image/webp"] = "webp",
        ["image/bmp"] = "bmp",
        ["image/gif"] = "gif",
    };

    /// <summary>Reads one image of the document in the folder.</summary>
    /// <returns>Null when it cannot be decoded.</returns>
    public async Task<StoredImage?> ReadAsync(string mediaType, ImagePage page, WorkFolder folder, CancellationToken cancellationToken)
    {
        if (ReadAsItIs(mediaType, page, folder.Document) is { } image)
            return image;
        try
        {
            return await DecodeAsync(mediaType, page, folder, cancellationToken);
        }
        catch (SearchablePdfException)
        {
            return null;
        }
    }

    private static StoredImage? ReadAsItIs(string mediaType, ImagePage page, string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new FileBytes(file);
        try
        {
            return mediaType switch
            {
                MediaTypes.Jpeg => JpegImage.Read(bytes, page),
                MediaTypes.Png => PngImage.Read(bytes, page),
                MediaTypes.Tiff => TiffImage.Read(bytes, page),
                _ => null,
            };
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private async Task<StoredImage?> DecodeAsync(
        string mediaType, ImagePage page, WorkFolder folder, CancellationToken cancellationToken)
    {
        var coder = Coders[mediaType];
        // A frame of a GIF may be smaller than its page.
        string[] flatten = coder == "gif" ? ["-flatten"] : ["-alpha", "remove", "-alpha", "off"];
        await tools.DecodeAsync(
            folder,
            [
                string.Create(CultureInfo.InvariantCulture, $"{coder}:{Path.GetFileName(folder.Document)}[{page.Directory}]"),
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

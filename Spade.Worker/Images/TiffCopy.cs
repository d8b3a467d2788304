using Spade.Worker.Folders;

namespace Spade.Worker.Images;

/// <summary>A copy of a TIFF that says of every page that it is upright. Of some compressed pages ImageMagick mirrors the pixels as the
/// orientation tag says and of others it does not, so it is not shown the tag.</summary>
internal static class TiffCopy
{
    private const string Name = "upright.tif";

    /// <summary>The file itself, if all its pages are upright; otherwise a copy.</summary>
    public static async Task<ImageFile> UprightAsync(ImageFile file, WorkFolder folder, CancellationToken cancellationToken)
    {
        var tags = file.Pages.Where(page => page.Orientation != 1).Select(page => page.OrientationAt).OfType<long>().ToList();
        if (tags.Count == 0)
            return file;
        var path = folder.File(Name);
        File.Copy(file.Path, path, overwrite: true);
        await using var copy = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        byte[] upright = copy.ReadByte() == 'I' ? [1, 0] : [0, 1];
        foreach (var tag in tags)
        {
            copy.Position = tag;
            await copy.WriteAsync(upright, cancellationToken);
        }

        return file with { Path = path };
    }
}

using System.Text;
using Spade.Documents.Inspection;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>A JPEG, which a PDF holds as it is.</summary>
internal static class JpegImage
{
    private const byte Adobe = 0xEE;
    private const byte StartOfScan = 0xDA;

    /// <summary>Reads the headers; null for a JPEG of a kind that PDF does not know: 12 bits, lossless, arithmetic coding.</summary>
    public static StoredImage? Read(FileBytes file, ImagePage page)
    {
        var isAdobe = false;
        long position = 2;
        while (true)
        {
            var marker = NextMarker(file, ref position);
            if (marker is null or StartOfScan)
                return null;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
                continue;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return marker <= 0xC2 ? Frame(file, position, page, isAdobe) : null;
            isAdobe |= marker == Adobe && Encoding.ASCII.GetString(file.Read(position + 2, 5)) == "Adobe";
            position += Math.Max(file.UInt16(position), (ushort)2);
        }
    }

    private static byte? NextMarker(FileBytes file, ref long position)
    {
        if (file.Read(position, 1)[0] != 0xFF)
            return null;
        byte marker;
        do
            marker = file.Read(++position, 1)[0];
        while (marker == 0xFF);
        position++;
        return marker;
    }

    private static StoredImage? Frame(FileBytes file, long position, ImagePage page, bool isAdobe)
    {
        var bits = file.Read(position + 2, 1)[0];
        var colors = file.Read(position + 7, 1)[0] switch
        {
            1 => "/DeviceGray",
            3 => "/DeviceRGB",
            // Adobe's programs store the inks inverted, and say that they were there.
            4 => isAdobe ? "/DeviceCMYK /Decode [1 0 1 0 1 0 1 0]" : "/DeviceCMYK",
            _ => null,
        };
        return bits == 8 && colors is not null
            ? new StoredImage(
                page.Width, page.Height, $"/ColorSpace {colors} /BitsPerComponent 8 /Filter /DCTDecode", [new ByteRange(0, file.Length)])
            {
                Orientation = page.Orientation,
            }
            : null;
    }
}

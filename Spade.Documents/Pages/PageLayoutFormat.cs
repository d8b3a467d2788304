using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spade.Documents.Pages;

/// <summary>The format in which layouts are stored: JSON, compressed with Brotli. A dense page takes a few KB.</summary>
public static partial class PageLayoutFormat
{
    /// <summary>Writes a layout.</summary>
    public static byte[] Write(PageLayout layout)
    {
        using var bytes = new MemoryStream();
        using (var brotli = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            JsonSerializer.Serialize(brotli, layout, Json.Default.PageLayout);
        return bytes.ToArray();
    }

    /// <summary>Reads a layout back.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a layout.</exception>
    public static PageLayout Read(byte[] bytes)
    {
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return JsonSerializer.Deserialize(brotli, Json.Default.PageLayout) ?? throw new InvalidDataException("The layout is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("The bytes are not a layout.", exception);
        }
    }

    [JsonSerializable(typeof(PageLayout))]
    private sealed partial class Json : JsonSerializerContext;
}

using System.Buffers.Binary;
using System.Buffers.Text;
using Spade.Documents.Documents;

namespace Spade.Api.Documents;

/// <summary>A place in the list of documents as clients carry it: 8 bytes of time and the id, in base64url.</summary>
internal static class ListCursor
{
    private const int Bytes = sizeof(long) + ContentId.Length / 2;

    public static string Write(DocumentPosition position)
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position.CreatedAt.UtcTicks);
        Convert.FromHexString(position.Id, bytes.AsSpan(sizeof(long)), out _, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when the text is not a cursor.</summary>
    public static DocumentPosition? Read(string text)
    {
        var bytes = new byte[Bytes];
        if (text.Length > 2 * Bytes || !Base64Url.IsValid(text, out var length) || length != Bytes
            || !Base64Url.TryDecodeFromChars(text, bytes, out _))
            return null;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks >= DateTimeOffset.UnixEpoch.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DocumentPosition(new DateTimeOffset(ticks, TimeSpan.Zero), Convert.ToHexStringLower(bytes.AsSpan(sizeof(long))))
            : null;
    }
}

using System.Buffers.Binary;
using System.Buffers.Text;
using Spade.Documents.Webhooks;

namespace Spade.Api.Webhooks;

/// <summary>A place in the list of deliveries as clients carry it: 8 bytes of time and the id, in base64url.</summary>
internal static class DeliveryCursor
{
    private const int IdBytes = 16;
    private const int Bytes = sizeof(long) + IdBytes;

    public static string Write(DeliveryPosition position)
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position.CreatedAt.UtcTicks);
        position.Id.TryWriteBytes(bytes.AsSpan(sizeof(long)), bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when the text is not a cursor.</summary>
    public static DeliveryPosition? Read(string text)
    {
        var bytes = new byte[Bytes];
        if (!Base64Url.IsValid(text, out var length) || length != Bytes || !Base64Url.TryDecodeFromChars(text, bytes, out _))
            return null;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks >= DateTimeOffset.UnixEpoch.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DeliveryPosition(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes.AsSpan(sizeof(long)), bigEndian: true))
            : null;
    }
}

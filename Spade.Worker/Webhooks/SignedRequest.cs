using System.Globalization;
using System.Net;
using System.Text;
using Spade.Documents.Webhooks;
using StandardWebhooks;

namespace Spade.Worker.Webhooks;

/// <summary>The request that carries an event, as Standard Webhooks has it.</summary>
internal static class SignedRequest
{
    /// <summary>The event's id, the same in every attempt: a receiver that has seen it before has the event already.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>When this attempt was made, in seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>Signature of id, timestamp and body.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Makes the request of one attempt.</summary>
    /// <param name="outgoing">The event.</param>
    /// <param name="secret">The tenant's secret.</param>
    /// <param name="now">The time of the attempt.</param>
    public static HttpRequestMessage Of(OutgoingEvent outgoing, byte[] secret, DateTimeOffset now)
    {
        var id = outgoing.Id.ToString();
        return new HttpRequestMessage(HttpMethod.Post, outgoing.Url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
            Content = new StringContent(outgoing.Payload, Encoding.UTF8, "application/json"),
            Headers =
            {
                { "User-Agent", "Spade" },
                { IdHeader, id },
                { TimestampHeader, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
                { SignatureHeader, new StandardWebhook(secret).Sign(id, now, outgoing.Payload) },
            },
        };
    }
}

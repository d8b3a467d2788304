using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Spade.Tests.Webhooks;

/// <summary>A request as a receiver got it.</summary>
internal sealed record ReceivedEvent(string Body, HeaderDictionary Headers)
{
    public string Id => Headers["webhook-id"].ToString();

    public long Timestamp => long.Parse(Headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture);

    /// <summary>The signature that the specification asks for, computed from its text and not with the sender's code.</summary>
    public string ExpectedSignature(byte[] secret) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
}

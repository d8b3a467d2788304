namespace Spade.Benchmarks.Api;

/// <summary>Body of a post. <c>post.lua</c> replaces sixteen zeros in it with a counter.</summary>
internal sealed record PostBody(string ContentType, byte[] Bytes)
{
    private const int DocumentBytes = 1024;

    /// <summary>A PNG of one pixel.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==");

    /// <summary>For <c>POST /documents</c>: 1 KB. PNG decoders ignore the counter after the end of the picture, which makes each document
    /// unique.</summary>
    internal static PostBody Document { get; } = new(
        "application/octet-stream", [.. Picture, .. Enumerable.Repeat((byte)'0', DocumentBytes - Picture.Length)]);

    /// <summary>For the peer's <c>POST /jobs</c>.</summary>
    internal static PostBody Job { get; } = new(
        "application/json", """{"to":"someone@example.test","template":"welcome","locale":"en","n":"0000000000000000"}"""u8.ToArray());
}

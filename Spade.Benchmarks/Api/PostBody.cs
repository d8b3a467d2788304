namespace Spade.Benchmarks.Api;

/// <summary>What is posted. Sixteen zeros in it are counted up by <c>post.lua</c>.</summary>
internal sealed record PostBody(string ContentType, byte[] Bytes)
{
    private const int DocumentBytes = 1024;

    /// <summary>A PNG of one pixel.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==");

    /// <summary>For <c>POST /documents</c>. What follows the picture's end is no part of it, and makes it a document of 1 KB like no other.</summary>
    internal static PostBody Document { get; } = new("application/octet-stream", [.. Picture, .. Enumerable.Repeat((byte)'0', DocumentBytes - Picture.Length)]);

    /// <summary>For the peer's <c>POST /jobs</c>.</summary>
    internal static PostBody Job { get; } = new(
        "application/json", """{"to":"someone@example.test","template":"welcome","locale":"en","n":"0000000000000000"}"""u8.ToArray());
}

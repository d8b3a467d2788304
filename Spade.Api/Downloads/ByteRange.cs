using Microsoft.AspNetCore.Http.Headers;

namespace Spade.Api.Downloads;

/// <summary>A part of a download.</summary>
/// <param name="Offset">First byte, from 0.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Reads the range that a request asks for.</summary>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="size">Bytes of the download.</param>
    /// <param name="range">The part to send. Null for everything: there is no range, it is malformed or in another unit, or there are
    /// several, which a server may answer with everything.</param>
    /// <returns>False when the range lies outside.</returns>
    public static bool TryRead(RequestHeaders headers, long size, out ByteRange? range)
    {
        range = null;
        if (headers.Range is not { Ranges: { Count: 1 } ranges } asked || !asked.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase))
            return true;
        var only = ranges.First();
        var (offset, end) = only.From is { } from
            ? (from, Math.Min(only.To ?? long.MaxValue, size - 1) + 1)
            : (Math.Max(size - only.To.GetValueOrDefault(), 0), size);
        if (offset >= end)
            return false;
        range = new ByteRange(offset, end - offset);
        return true;
    }

    /// <summary>Whether a request asks for any range.</summary>
    public static bool IsAskedFor(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Headers.Range.Count > 0;
}

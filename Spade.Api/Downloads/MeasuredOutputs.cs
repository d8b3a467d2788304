using Microsoft.Extensions.Caching.Memory;
using Spade.Documents.Formats;

namespace Spade.Api.Downloads;

/// <summary>The lengths of outputs that were asked for lately, so that many ranges of one output cost one measurement.</summary>
internal sealed class MeasuredOutputs : IDisposable
{
    /// <summary>Most parts whose lengths are kept, of 4 bytes each: a hundred books.</summary>
    private const int MaxParts = 100_000;

    private static readonly TimeSpan KeepUnused = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _lengths = new(new MemoryCacheOptions { SizeLimit = MaxParts });

    /// <summary>The lengths of the output's parts.</summary>
    /// <param name="eTag">Names its bytes.</param>
    /// <param name="output">Made once when the lengths are not known.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public async Task<IReadOnlyList<int>> MeasureAsync(string eTag, PagedOutput output, CancellationToken cancellationToken)
    {
        if (_lengths.TryGetValue(eTag, out IReadOnlyList<int>? known))
            return known!;
        var lengths = await output.MeasureAsync(cancellationToken);
        _lengths.Set(eTag, lengths, new MemoryCacheEntryOptions { Size = lengths.Count, SlidingExpiration = KeepUnused });
        return lengths;
    }

    public void Dispose() => _lengths.Dispose();
}

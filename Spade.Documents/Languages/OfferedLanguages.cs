using Microsoft.Extensions.Options;

namespace Spade.Documents.Languages;

/// <summary>Tells which languages an upload may name. What the workers have installed is read at most every 5 s, so that uploads do not
/// wait for it.</summary>
public sealed class OfferedLanguages(PublishedLanguages published, IOptions<LanguageOptions> options, TimeProvider time)
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);

    private Reading? _latest;

    /// <summary>The languages that are offered now.</summary>
    public async ValueTask<LanguageOffer> ReadAsync(CancellationToken cancellationToken)
    {
        var latest = Volatile.Read(ref _latest);
        if (latest is not null && time.GetElapsedTime(latest.At) < ReadEvery)
            return latest.Offer;
        var offer = LanguageOffer.Of(options.Value, await published.ReadAsync(cancellationToken));
        Volatile.Write(ref _latest, new Reading(offer, time.GetTimestamp()));
        return offer;
    }

    private sealed record Reading(LanguageOffer Offer, long At);
}

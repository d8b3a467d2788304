using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Spade.Api.Downloads;

/// <summary>What tells one state of a download from another, and the conditions of requests that ask for it (RFC 9110, section
/// 13).</summary>
/// <param name="Tag">Its entity tag.</param>
/// <param name="Modified">When it last changed, in whole seconds; null when that is not known.</param>
internal sealed record Validators(EntityTagHeaderValue Tag, DateTimeOffset? Modified)
{
    /// <param name="eTag">The entity tag, with or without its quotation marks.</param>
    /// <param name="modified">When it last changed; null when that is not known.</param>
    public static Validators Of(string eTag, DateTimeOffset? modified) => new(
        new EntityTagHeaderValue(eTag.StartsWith('"') ? eTag : $"\"{eTag}\""),
        // Dates in headers have no fraction of a second.
        modified is { } time ? new DateTimeOffset(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero) : null);

    public void WriteTo(ResponseHeaders headers)
    {
        headers.ETag = Tag;
        headers.LastModified = Modified;
    }

    /// <summary>The request wants another state than this.</summary>
    public bool Contradict(RequestHeaders headers)
    {
        if (headers.IfMatch.Count > 0)
            return !Matches(headers.IfMatch, strong: true);
        return Modified is { } modified && headers.IfUnmodifiedSince is { } since && modified > since;
    }

    /// <summary>The client has this state already.</summary>
    public bool AreKnownTo(RequestHeaders headers)
    {
        if (headers.IfNoneMatch.Count > 0)
            return Matches(headers.IfNoneMatch, strong: false);
        return Modified is { } modified && headers.IfModifiedSince is { } since && modified <= since;
    }

    /// <summary>A range may be taken from this state: the client has the rest of it, or did not say which state it has. A condition that
    /// cannot be read holds for no state, because the client would join parts of two.</summary>
    public bool AllowRange(RequestHeaders headers) => headers.IfRange switch
    {
        null => headers.Headers.IfRange.Count == 0,
        { EntityTag: { } tag } => tag.Compare(Tag, useStrongComparison: true),
        { LastModified: { } date } => date == Modified,
        _ => false,
    };

    private bool Matches(IList<EntityTagHeaderValue> tags, bool strong) =>
        tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Tag, strong));
}

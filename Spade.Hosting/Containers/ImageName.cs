namespace Aspire.Hosting.Containers;

/// <summary>The parts of an image's name.</summary>
internal sealed record ImageName(string? Registry, string Image, string? Tag, string? Digest)
{
    private const string DigestMark = "@sha256:";

    /// <summary>Reads <c>registry/name:tag</c> or <c>registry/name@sha256:digest</c>. The first part is a registry only when it looks like a
    /// host: with a dot or a port, or <c>localhost</c>.</summary>
    internal static ImageName Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var digestAt = text.IndexOf(DigestMark, StringComparison.Ordinal);
        var digest = digestAt < 0 ? null : text[(digestAt + DigestMark.Length)..];
        var name = digestAt < 0 ? text : text[..digestAt];
        var colon = name.LastIndexOf(':');
        var hasTag = colon > name.LastIndexOf('/');
        var tag = hasTag && digest is null ? name[(colon + 1)..] : null;
        if (hasTag)
            name = name[..colon];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var isHost = slash > 0 && (name[..slash] is "localhost" || name.AsSpan(0, slash).IndexOfAny('.', ':') >= 0);
        return isHost ? new(name[..slash], name[(slash + 1)..], tag, digest) : new(null, name, tag, digest);
    }
}

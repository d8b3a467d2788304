namespace Spade.Rehearsal.Connections;

/// <summary>A complete response.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">By case-insensitive name; the last of a repeated header.</param>
/// <param name="Body">Without the framing of chunks.</param>
/// <param name="Closes">Whether, by its headers or its HTTP version, this was the connection's last response.</param>
internal sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool Closes);

namespace Spade.Tests.Load;

/// <summary>A whole answer.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">By name in any case; of a repeated header the last.</param>
/// <param name="Body">Decoded when it came in chunks.</param>
/// <param name="Closes">Whether the server said, or the protocol says, that this was the connection's last answer.</param>
internal sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool Closes);

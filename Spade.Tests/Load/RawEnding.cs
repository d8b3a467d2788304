using Spade.Tests.Balancing;

namespace Spade.Tests.Load;

/// <summary>What an awkward client got in the end.</summary>
/// <param name="Received">All that came, as it came.</param>
/// <param name="End">How the connection ended.</param>
/// <param name="At">When it ended, or when the client stopped looking.</param>
/// <param name="FirstByteAt">When the first byte came; null when none did.</param>
/// <param name="Sent">How many bytes of a body were sent.</param>
internal sealed record RawEnding(string Received, ConnectionEnd End, DateTimeOffset At, DateTimeOffset? FirstByteAt, long Sent)
{
    /// <summary>The first line of the answer; null when there was none.</summary>
    public string? StatusLine => Received.Length == 0 ? null : Received.Split("\r\n")[0];

    /// <summary>The status code of the answer; 0 when there was none.</summary>
    public int Status => StatusLine is { Length: >= 12 } line && int.TryParse(line.AsSpan(9, 3), out var status) ? status : 0;
}

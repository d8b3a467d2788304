using Spade.Tests.Balancing;

namespace Spade.Tests.Load;

/// <summary>What a misbehaving client received and how its connection ended.</summary>
/// <param name="Received">All bytes received.</param>
/// <param name="End">How the connection ended.</param>
/// <param name="At">When it ended, or when the client stopped reading.</param>
/// <param name="FirstByteAt">When the first byte arrived; null when none did.</param>
/// <param name="Sent">How many bytes of a body were sent.</param>
internal sealed record RawEnding(string Received, ConnectionEnd End, DateTimeOffset At, DateTimeOffset? FirstByteAt, long Sent)
{
    /// <summary>The first line of the response; null without one.</summary>
    public string? StatusLine => Received.Length == 0 ? null : Received.Split("\r\n")[0];

    /// <summary>The status code of the response; 0 without one.</summary>
    public int Status => StatusLine is { Length: >= 12 } line && int.TryParse(line.AsSpan(9, 3), out var status) ? status : 0;
}

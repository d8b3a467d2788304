using System.Globalization;

namespace Spade.Tests.Load;

/// <summary>One request of one client.</summary>
/// <param name="Client">The client's kind and number.</param>
/// <param name="Started">When it began, including the time to connect.</param>
/// <param name="Duration">Time until the complete response or the failure.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Member">The replica that served it, if known.</param>
/// <param name="Detail">Details of a failure.</param>
internal sealed record RequestRecord(
    string Client, DateTimeOffset Started, TimeSpan Duration, Outcome Outcome, string? Member = null, string? Detail = null)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Started:HH:mm:ss.fff} {Client}: {Outcome} after {Duration.TotalMilliseconds:F0} ms{From}{Reason}");

    private string From => Member is null ? "" : $" from {Member}";

    private string Reason => Detail is null ? "" : $" ({Detail})";
}

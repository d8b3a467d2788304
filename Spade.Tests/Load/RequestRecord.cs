using System.Globalization;

namespace Spade.Tests.Load;

/// <summary>One request of one client.</summary>
/// <param name="Client">The client's kind and number.</param>
/// <param name="Started">When it began, connecting included.</param>
/// <param name="Duration">Until the whole answer, or the failure.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Member">Which replica served it, where that is known.</param>
/// <param name="Detail">More words about a failure.</param>
internal sealed record RequestRecord(
    string Client, DateTimeOffset Started, TimeSpan Duration, Outcome Outcome, string? Member = null, string? Detail = null)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Started:HH:mm:ss.fff} {Client}: {Outcome} after {Duration.TotalMilliseconds:F0} ms{From}{Words}");

    private string From => Member is null ? "" : $" from {Member}";

    private string Words => Detail is null ? "" : $" ({Detail})";
}

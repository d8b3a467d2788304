using Spade.Tests.Load;

namespace Spade.Tests.Balancing;

/// <summary>One request on a new connection.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="Took">Time until the response or the failure.</param>
/// <param name="Outcome">The response or the failure.</param>
/// <param name="Body">The response's body; empty without a response.</param>
internal sealed record Probe(DateTimeOffset At, TimeSpan Took, Outcome Outcome, string Body)
{
    /// <summary>The status code; 0 without a response.</summary>
    public int Status => Outcome.Status;
}

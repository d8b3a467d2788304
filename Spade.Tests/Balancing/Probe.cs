using Spade.Tests.Load;

namespace Spade.Tests.Balancing;

/// <summary>One question on a connection of its own.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="Took">How long the answer, or the failure, took.</param>
/// <param name="Outcome">What came.</param>
/// <param name="Body">The answer's body, empty without an answer.</param>
internal sealed record Probe(DateTimeOffset At, TimeSpan Took, Outcome Outcome, string Body)
{
    /// <summary>The status code; 0 without an answer.</summary>
    public int Status => Outcome.Status;
}

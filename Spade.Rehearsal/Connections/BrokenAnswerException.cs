using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Connections;

/// <summary>A response did not arrive, or not completely.</summary>
internal sealed class BrokenAnswerException(RequestOutcome kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public RequestOutcome Kind { get; } = kind;
}

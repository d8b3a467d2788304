namespace Spade.Tests.Load;

/// <summary>A response did not arrive, or not completely.</summary>
internal sealed class BrokenAnswerException(OutcomeKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public OutcomeKind Kind { get; } = kind;
}

namespace Spade.Tests.Load;

/// <summary>An answer did not come, or not whole.</summary>
internal sealed class BrokenAnswerException(OutcomeKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public OutcomeKind Kind { get; } = kind;
}

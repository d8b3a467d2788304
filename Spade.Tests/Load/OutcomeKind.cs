namespace Spade.Tests.Load;

/// <summary>What became of a request.</summary>
internal enum OutcomeKind
{
    /// <summary>A whole answer came, of whatever status.</summary>
    Answered,

    /// <summary>No connection.</summary>
    Refused,

    /// <summary>The connection was reset before the first byte of an answer.</summary>
    Reset,

    /// <summary>The connection was closed in order before the first byte of an answer.</summary>
    Unanswered,

    /// <summary>The answer began and broke off.</summary>
    Cut,

    /// <summary>No whole answer in time.</summary>
    TimedOut,

    /// <summary>What came is no HTTP.</summary>
    Garbled,
}

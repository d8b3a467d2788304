namespace Spade.Tests.Load;

/// <summary>The outcome of a request.</summary>
internal enum OutcomeKind
{
    /// <summary>A complete response of any status.</summary>
    Answered,

    /// <summary>The connection was refused.</summary>
    Refused,

    /// <summary>The connection was reset before the first byte of a response.</summary>
    Reset,

    /// <summary>The connection was closed with FIN before the first byte of a response.</summary>
    Unanswered,

    /// <summary>The response began and broke off.</summary>
    Cut,

    /// <summary>No complete response in time.</summary>
    TimedOut,

    /// <summary>The bytes received are not HTTP.</summary>
    Garbled,
}

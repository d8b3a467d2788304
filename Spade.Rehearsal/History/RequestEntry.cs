namespace Spade.Rehearsal.History;

/// <summary>A request and its outcome. Latency counts from the intended start, so that a stall delays what waits behind it and cannot hide
/// that.</summary>
/// <param name="Number">From 1, in order of intended starts.</param>
/// <param name="Client">The kind of client and its number, such as <c>keep-alive 3</c>.</param>
/// <param name="Operation">What it asked for, such as <c>list</c>, <c>upload</c>, <c>slow upload</c>, <c>wait</c>, <c>events</c>,
/// <c>text</c>.</param>
/// <param name="Protocol"><c>1.1</c> or <c>2</c>.</param>
/// <param name="IsOnNewConnection">Whether a connection was opened for it.</param>
/// <param name="IntendedAt">When it should have started.</param>
/// <param name="SentAfter">From the intended start to the first byte sent.</param>
/// <param name="EndedAfter">From the intended start to the outcome.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Status">Status code of the answer; null without one.</param>
/// <param name="Problem">Type of the answer's problem details; null without.</param>
/// <param name="Document">The document that it concerned or created; null without.</param>
/// <param name="Replica">Which replica answered; null when unknown.</param>
/// <param name="Repeats">Number of the indeterminate request that it repeats; null for a first try.</param>
/// <param name="Detail">The error, or the answer's body, at most 1,000 characters; null for a success.</param>
/// <param name="ToldToClose">Whether the answer said that its connection ends (<c>Connection: close</c>); null when that was not
/// seen, as with HTTP/2 or behind a balancer that keeps its clients' connections.</param>
internal sealed record RequestEntry(
    long Number, string Client, string Operation, string Protocol, bool IsOnNewConnection, DateTimeOffset IntendedAt, TimeSpan SentAfter,
    TimeSpan EndedAfter, RequestOutcome Outcome, int? Status = null, string? Problem = null, string? Document = null,
    string? Replica = null, long? Repeats = null, string? Detail = null,
    bool? ToldToClose = null) : HistoryEntry;

/// <summary>How a request ended.</summary>
internal enum RequestOutcome
{
    /// <summary>A complete response of any status.</summary>
    Answered,

    /// <summary>The connection was refused.</summary>
    Refused,

    /// <summary>The connection was reset before the first byte of a response.</summary>
    Reset,

    /// <summary>The connection was closed before the first byte of a response.</summary>
    Unanswered,

    /// <summary>The response began and broke off.</summary>
    Cut,

    /// <summary>No complete response in time.</summary>
    TimedOut,

    /// <summary>The bytes received are not HTTP, or not what was asked for.</summary>
    Garbled,
}

/// <summary>A document that was acknowledged: from here on it must not be lost.</summary>
/// <param name="Document">Its id.</param>
/// <param name="Request">Number of the request that was answered.</param>
/// <param name="IsNew">Whether it was accepted (<c>202</c>) and not found to be there already (<c>200</c>).</param>
/// <param name="Content">Identity of the uploaded bytes; equal bytes have to be one document.</param>
/// <param name="Sample">The sample that it was made of, whose text is known.</param>
/// <param name="Pages">Pages of the sample.</param>
internal sealed record AcceptedEntry(string Document, long Request, bool IsNew, string Content, string Sample, int Pages) : HistoryEntry;

/// <summary>What the API said of an acknowledged document at the end.</summary>
/// <param name="Document">Its id.</param>
/// <param name="Status">Its status, or the status code that came in its place, such as <c>404</c>.</param>
/// <param name="ErrorType">Its error; null without.</param>
/// <param name="PagesDone">Its pages that have ended.</param>
/// <param name="CharacterErrors">Share of characters of its text that differ from the known text, 0 to 1; null without a text.</param>
internal sealed record ReadEntry(string Document, string Status, string? ErrorType, int PagesDone, double? CharacterErrors) : HistoryEntry;

using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Moments;

/// <summary>Moments and words of a request.</summary>
internal static class RequestTimes
{
    /// <summary>When its first byte was sent.</summary>
    public static DateTimeOffset SentAt(this RequestEntry request) => request.IntendedAt + request.SentAfter;

    /// <summary>When its outcome was known.</summary>
    public static DateTimeOffset EndedAt(this RequestEntry request) => request.IntendedAt + request.EndedAfter;

    /// <summary>No complete answer of success: 4xx is one of them, because the load asks for nothing that deserves it.</summary>
    public static bool HasFailed(this RequestEntry request) =>
        request.Outcome != RequestOutcome.Answered || request.Status is not (>= 200 and < 400);

    /// <summary>The kind of its client: the name without the number.</summary>
    public static string ClientKind(this RequestEntry request) => request.Client.TrimEnd("0123456789".ToCharArray()).TrimEnd();

    /// <summary>How it ended, in words.</summary>
    public static string OutcomeText(this RequestEntry request) => request.Outcome switch
    {
        RequestOutcome.Answered => request.Status is { } status
            ? $"answered {status}{(request.Problem is { } problem ? $" {problem}" : "")}"
            : "answered without a status",
        RequestOutcome.Refused => "connection refused",
        RequestOutcome.Reset => "connection reset before an answer",
        RequestOutcome.Unanswered => "connection closed before an answer",
        RequestOutcome.Cut => "answer cut",
        RequestOutcome.TimedOut => "no complete answer in time",
        RequestOutcome.Garbled => "garbled answer",
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.Outcome, "No outcome of a request."),
    };

    /// <summary>Number, client and what it asked for.</summary>
    public static string Name(this RequestEntry request) =>
        $"request {request.Number} ({request.Operation} by {request.Client}, HTTP/{request.Protocol})";
}

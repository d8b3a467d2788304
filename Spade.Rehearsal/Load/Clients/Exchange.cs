using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Load.Clients;

/// <summary>A request that has been made, with its outcome.</summary>
internal sealed record Exchange
{
    /// <summary>Kind and number of the client.</summary>
    internal required string Client { get; init; }

    /// <summary><c>1.1</c> or <c>2</c>.</summary>
    internal required string Protocol { get; init; }

    internal bool IsOnNewConnection { get; init; }

    /// <summary>Timestamp of the first byte sent; null when none was.</summary>
    internal long? SentAt { get; init; }

    internal required RequestOutcome Outcome { get; init; }

    /// <summary>Null without a complete response.</summary>
    internal int? Status { get; init; }

    internal IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    internal byte[] Body { get; init; } = [];

    /// <summary>Which replica answered; null when unknown.</summary>
    internal string? Replica { get; init; }

    /// <summary>Whether the response said that its connection ends; null when that was not seen, or when the request had said so.</summary>
    internal bool? ToldToClose { get; init; }

    /// <summary>The error; null without one.</summary>
    internal string? Error { get; init; }

    /// <summary>Whether the response is complete and says that the request succeeded.</summary>
    internal bool Succeeded => Outcome == RequestOutcome.Answered && Status is >= 200 and < 300;

    /// <summary>Whether the server may have done what was asked for without saying so: no complete answer although something was sent, or
    /// an answer about the server's own trouble.</summary>
    internal bool IsIndeterminate => Outcome == RequestOutcome.Answered ? Status >= 500 : Outcome != RequestOutcome.Refused;
}

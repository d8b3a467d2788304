using System.Globalization;
using System.Text;
using System.Text.Json;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Load.Clients;
using Spade.Rehearsal.Recording;

namespace Spade.Rehearsal.Load;

/// <summary>Writes each request to the journal.</summary>
internal sealed class RequestRecorder(Journal journal, LoadClock clock)
{
    private const int LongestDetail = 1_000;

    /// <summary>Records a request with its outcome.</summary>
    /// <param name="intent">When it was due.</param>
    /// <param name="operation">Its kind.</param>
    /// <param name="exchange">What came of it.</param>
    /// <param name="document">The document that it concerned or created.</param>
    /// <param name="repeats">Number of the request that it repeats.</param>
    /// <param name="complaint">Why the response is not what was asked for; null when it is.</param>
    internal void Add(
        Intent intent, Operation operation, Exchange exchange, string? document = null, long? repeats = null, string? complaint = null)
    {
        var ended = clock.Since(intent);
        journal.Add(new RequestEntry(
            intent.Number,
            exchange.Client,
            LoadWords.WordOf(operation),
            exchange.Protocol,
            exchange.IsOnNewConnection,
            intent.At,
            exchange.SentAt is { } sentAt ? clock.Since(intent, sentAt) : ended,
            ended,
            complaint is null ? exchange.Outcome : RequestOutcome.Garbled,
            exchange.Status,
            ProblemOf(exchange),
            document,
            exchange.Replica,
            repeats,
            complaint ?? DetailOf(exchange),
            exchange.ToldToClose));
    }

    /// <summary>Records a request that was not sent, because too many others wait for their response.</summary>
    internal void AddUnsent(Intent intent, Choice choice, int inFlight)
    {
        var ended = clock.Since(intent);
        var detail = string.Create(CultureInfo.InvariantCulture, $"Not sent: {inFlight} requests were waiting for their response.");
        journal.Add(new RequestEntry(
            intent.Number, LoadWords.WordOf(choice.Client), LoadWords.WordOf(choice.Operation), choice.Client == ClientKind.Http2 ? "2"
                : "1.1",
            IsOnNewConnection: false, intent.At, ended, ended, RequestOutcome.TimedOut, Detail: detail));
    }

    internal void Add(AcceptedEntry accepted) => journal.Add(accepted);

    private static string? ProblemOf(Exchange exchange)
    {
        if (!exchange.Headers.GetValueOrDefault("Content-Type", "").StartsWith("application/problem+json",
            StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            using var problem = JsonDocument.Parse(exchange.Body);
            return problem.RootElement.TryGetProperty("type", out var type) ? type.GetString() : null;
        }
        catch (JsonException)
        {
            // The detail shows the body.
            return null;
        }
    }

    private static string? DetailOf(Exchange exchange)
    {
        if (exchange.Succeeded)
            return null;
        var detail = exchange.Error ?? Encoding.UTF8.GetString(exchange.Body);
        return detail.Length > LongestDetail ? detail[..LongestDetail] : detail;
    }
}

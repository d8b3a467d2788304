using System.Globalization;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Reports.Figures;

/// <summary>Everything that was counted.</summary>
/// <param name="Requests">Requests.</param>
/// <param name="FailedRequests">Those without an answer of success.</param>
/// <param name="Outcomes">Requests by status code or the way they failed.</param>
/// <param name="Operations">Requests by what they asked for.</param>
/// <param name="Clients">Requests by kind of client.</param>
/// <param name="NewConnections">Connections that were opened.</param>
/// <param name="RepeatedUploads">Uploads that repeated one without an answer.</param>
/// <param name="MedianMilliseconds">Median latency, without requests whose length the client decides.</param>
/// <param name="P99Milliseconds">The same, 99 %.</param>
/// <param name="SlowestMilliseconds">The same, slowest.</param>
/// <param name="Documents">Acknowledged documents.</param>
/// <param name="DocumentStatuses">What the API said of them at the end.</param>
/// <param name="StoredDocuments">Documents that the database had.</param>
/// <param name="Pages">Pages whose recognition began.</param>
/// <param name="RepeatedPages">How many times more it began than there were pages.</param>
/// <param name="HandedOverJobs">Times that a job went from one worker to another.</param>
/// <param name="Steps">Steps of the schedule that were done.</param>
/// <param name="Lives">Processes.</param>
/// <param name="Signals">Those that ended, by signal.</param>
/// <param name="ExitCodes">Those that ended, by exit code.</param>
/// <param name="LedgerStates">Rows of the ledger by state.</param>
internal sealed record Counts(
    int Requests, int FailedRequests, IReadOnlyDictionary<string, int> Outcomes, IReadOnlyDictionary<string, int> Operations,
    IReadOnlyDictionary<string, int> Clients, int NewConnections, int RepeatedUploads, double? MedianMilliseconds, double? P99Milliseconds,
    double? SlowestMilliseconds, int Documents, IReadOnlyDictionary<string, int> DocumentStatuses, int StoredDocuments, int Pages,
    int RepeatedPages, int HandedOverJobs, int Steps, int Lives, IReadOnlyDictionary<string, int> Signals,
    IReadOnlyDictionary<string, int> ExitCodes, IReadOnlyDictionary<string, int> LedgerStates)
{
    public static Counts Of(RunFacts facts)
    {
        var latencies = new Latencies(facts.Requests.Where(request => !ClientPaced.Is(request)).Select(request => request.EndedAfter));
        var ended = facts.Lives.Where(life => life.EndedAt is not null).ToList();
        return new Counts(
            facts.Requests.Count, facts.Requests.Count(request => request.HasFailed()), By(facts.Requests, Outcome),
            By(facts.Requests, request => request.Operation), By(facts.Requests, request => request.ClientKind()),
            facts.Requests.Count(request => request.IsOnNewConnection), facts.Requests.Count(request => request.Repeats is not null),
            latencies.P50?.TotalMilliseconds, latencies.P99?.TotalMilliseconds, latencies.Max?.TotalMilliseconds,
            facts.Accepted.Select(accepted => accepted.Document).Distinct().Count(),
            By(facts.Reads, read => read.Status), facts.Stored.Count,
            facts.Stored.Sum(row => row.PageBegins.Count(begins => begins > 0)),
            facts.Stored.Sum(row => row.PageBegins.Sum(begins => Math.Max(0, begins - 1))), facts.Stored.Sum(row => row.HandedOverAt.Count),
            facts.Steps.Count, facts.Lives.Count, By(ended, life => life.Signal ?? "none"),
            By(ended, life => life.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown"), By(facts.Ledger, row => row.State));
    }

    private static string Outcome(RequestEntry request) => request is { Outcome: RequestOutcome.Answered, Status: { } status }
        ? status.ToString(CultureInfo.InvariantCulture)
        : (request with { Status = null }).OutcomeText();

    private static SortedDictionary<string, int> By<T>(IEnumerable<T> items, Func<T, string> key) =>
        new(items.CountBy(key).ToDictionary(), StringComparer.Ordinal);
}

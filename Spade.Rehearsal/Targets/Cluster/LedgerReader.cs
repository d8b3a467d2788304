using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Recording;

namespace Spade.Rehearsal.Targets.Cluster;

/// <summary>Reads the ledger over HTTP. It is shown to operators only, and routes from outside of a cluster do not lead to it: then the
/// history has none.</summary>
internal static class LedgerReader
{
    private const string Path = "/restarts?limit=500";

    internal static async Task ReadAsync(LoadServer server, Journal journal, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(20) };
        if (server.Key is { } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await AskAsync(http, cancellationToken);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
            return;
        if (!response.IsSuccessStatusCode)
            throw new TargetException($"The ledger cannot be read: GET {Path} is answered with {(int)response.StatusCode}.");
        var list = await response.Content.ReadFromJsonAsync<RestartList>(JsonSerializerOptions.Web, cancellationToken);
        foreach (var row in list!.Restarts)
            journal.Add(row.ToEntry());
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetAsync(new Uri(Path, UriKind.Relative), cancellationToken);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new TargetException($"The ledger cannot be read: GET {Path} has no answer: {exception.Message}", exception);
        }
    }

    private sealed record RestartList(IReadOnlyList<Row> Restarts);

    private sealed record Row(
        Guid NodeId, string Service, string? Version, string? Host, int ProcessId, string State, string? Reason, DateTimeOffset StartedAt,
        DateTimeOffset? SignalledAt, DateTimeOffset? ReadyFlippedAt, DateTimeOffset? ListenerClosedAt, DateTimeOffset? EndedAt, Work? Work,
        int? ExitCodeIntended, double? BudgetUsed)
    {
        internal LedgerEntry ToEntry() => new(
            NodeId, Service, Version, Host, ProcessId, State, Reason, StartedAt, SignalledAt, ReadyFlippedAt, ListenerClosedAt,
                Work?.InFlight,
            Work?.Begun, Work?.Finished, Work?.HandedOver, Work?.Aborted, EndedAt, ExitCodeIntended, BudgetUsed);
    }

    private sealed record Work(int InFlight, int? Begun, int? Finished, int? HandedOver, int? Aborted);
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Scans;

namespace Spade.Rehearsal.Reading;

/// <summary>Asks at the end for every acknowledged document: whether it is there, how it ended, and whether its text is the one that was
/// scanned.</summary>
internal sealed class DocumentReader(LoadServer server, DocumentBook documents, Journal journal, TimeProvider time) : IDisposable
{
    private static readonly string[] Ended = ["completed", "failed", "cancelled"];
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>So long no document ends before waiting is given up: a large document takes half a minute of a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(20),
        DefaultRequestHeaders = { Authorization = server.Key is { } key ? new AuthenticationHeaderValue("Bearer", key) : null },
    };

    /// <summary>Waits until all have ended, as long as some do.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        var open = documents.All.Select(document => document.Document).ToHashSet();
        var last = time.GetTimestamp();
        while (open.Count > 0 && time.GetElapsedTime(last) < Patience)
        {
            foreach (var document in open.ToList())
            {
                var state = await StateAsync(document, cancellationToken);
                if (Ended.Contains(state.Status) && open.Remove(document))
                    last = time.GetTimestamp();
            }

            if (open.Count > 0)
                await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>Writes what became of each to the journal.</summary>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var document in documents.All)
            journal.Add(await ReadAsync(document, cancellationToken));
    }

    public void Dispose() => _http.Dispose();

    private async Task<ReadEntry> ReadAsync(AcceptedEntry document, CancellationToken cancellationToken)
    {
        var state = await StateAsync(document.Document, cancellationToken);
        var (status, text) = state.Status == "completed"
            ? await GetAsync($"/documents/{document.Document}/text", cancellationToken)
            : (HttpStatusCode.NoContent, "");
        return state with { CharacterErrors = status == HttpStatusCode.OK ? ErrorsIn(text, document.Sample) : null };
    }

    /// <summary>By page, where the number of pages agrees: comparing long texts takes the square of their length.</summary>
    private static double ErrorsIn(string text, string sample)
    {
        var truth = SampleFiles.TextOf(ScanSample.All.Single(known => known.Name == sample));
        var (read, expected) = (text.Split('\f'), truth.Split('\f'));
        return read.Length == expected.Length
            ? read.Zip(expected, (page, known) => CharacterErrorRate.Of(page, known) * known.Length).Sum()
                / expected.Sum(page => page.Length)
            : CharacterErrorRate.Of(text, truth);
    }

    private async Task<ReadEntry> StateAsync(string document, CancellationToken cancellationToken)
    {
        var (status, body) = await GetAsync($"/documents/{document}", cancellationToken);
        if (status != HttpStatusCode.OK)
            return new ReadEntry(document, ((int)status).ToString(CultureInfo.InvariantCulture), null, 0, null);
        using var json = JsonDocument.Parse(body);
        var error = json.RootElement.TryGetProperty("error", out var found) && found.ValueKind == JsonValueKind.Object
            ? found.GetProperty("type").GetString()
            : null;
        return new ReadEntry(
            document, json.RootElement.GetProperty("status").GetString()!, error, json.RootElement.GetProperty("pagesDone").GetInt32(),
                null);
    }

    /// <summary>The status is 0 without a response.</summary>
    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (0, exception.Message);
        }
    }
}

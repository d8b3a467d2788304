using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Spade.Tests.Services;

/// <summary>Follows a document's events as a browser does: after the end of a stream it continues from the last event it has.</summary>
internal sealed class EventReader(HttpClient http, string documentId)
{
    /// <summary>How long a client waits before it reconnects.</summary>
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly List<ServerEvent> _events = [];
    private long? _last;

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<ServerEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    /// <summary>Streams that were opened.</summary>
    public int Streams { get; private set; }

    /// <summary>Streams that asked to reconnect, and when: the value of the last <c>retry</c> field.</summary>
    public IReadOnlyList<string> Retries { get; private set; } = [];

    /// <summary>Comments that came.</summary>
    public int Comments { get; private set; }

    /// <summary>Answers that were no streams, such as a balancer's 503 or a broken connection.</summary>
    public IReadOnlyList<string> Failures { get; private set; } = [];

    /// <summary>Follows until the document has ended.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken = default)
    {
        while (!Events.Any(item => item.IsFinal))
        {
            try
            {
                await ReadStreamAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                Failures = [.. Failures, exception.Message];
            }

            await Task.Delay(ReconnectAfter, cancellationToken);
        }
    }

    /// <summary>Reads one response to its end.</summary>
    public async Task ReadStreamAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/documents/{documentId}/events");
        if (_last is { } last)
            request.Headers.Add("Last-Event-ID", last.ToString(CultureInfo.InvariantCulture));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Streams++;
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        Dictionary<string, string> fields = [];
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
                Take(fields);
            else if (line.StartsWith(':'))
                Comments++;
            else
                fields.Add(line[..line.IndexOf(':')], line[(line.IndexOf(':') + 2)..]);
        }
    }

    private void Take(Dictionary<string, string> fields)
    {
        if (fields.TryGetValue("retry", out var retry))
            Retries = [.. Retries, retry];
        if (fields.TryGetValue("data", out var data))
        {
            var id = fields.TryGetValue("id", out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : (long?)null;
            lock (_lock)
                _events.Add(new ServerEvent(id, fields["event"], JsonSerializer.Deserialize<JsonElement>(data)));
            _last = id ?? _last;
        }

        fields.Clear();
    }
}

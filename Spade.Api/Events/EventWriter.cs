using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Spade.Documents.Events;

namespace Spade.Api.Events;

/// <summary>Writes server-sent events (HTML standard, section 9.2). Each method returns when the client's connection has taken it, so a
/// slow client costs the memory of a few events.</summary>
/// <remarks>The framework has a result for such events, but it cannot send comments.</remarks>
internal sealed class EventWriter(PipeWriter body)
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    /// <summary>True when the client is gone.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Sends the response's headers.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => SendAsync("", cancellationToken);

    /// <summary>Sends events, each with its id.</summary>
    public Task WriteAsync(IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var item in events)
            text.Append(CultureInfo.InvariantCulture, $"id: {item.Id}\nevent: {item.Kind}\ndata: {item.Data}\n\n");
        return SendAsync(text.ToString(), cancellationToken);
    }

    /// <summary>Sends a status event that is not stored, and so has no id to continue from.</summary>
    public Task WriteStatusAsync(string data, CancellationToken cancellationToken) =>
        SendAsync($"event: {EventKinds.Status}\ndata: {data}\n\n", cancellationToken);

    /// <summary>Sends a comment, which clients ignore.</summary>
    public Task KeepAliveAsync(CancellationToken cancellationToken) => SendAsync(": keep-alive\n\n", cancellationToken);

    /// <summary>Tells the client to reconnect soon after the end of this response.</summary>
    public Task AskToReconnectAsync(CancellationToken cancellationToken) => SendAsync(
        string.Create(CultureInfo.InvariantCulture, $"retry: {ReconnectAfter.TotalMilliseconds:0}\n\n"), cancellationToken);

    private async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        Encoding.UTF8.GetBytes(text, body);
        var sent = await body.FlushAsync(cancellationToken);
        IsClosed |= sent.IsCompleted;
    }
}

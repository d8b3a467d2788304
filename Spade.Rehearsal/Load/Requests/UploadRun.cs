using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Load.Clients;
using Spade.Rehearsal.Scans;

namespace Spade.Rehearsal.Load.Requests;

/// <summary>Uploads. One without an answer is repeated until it is answered, as Spade tells its clients to do: it must end in exactly one
/// document.</summary>
internal sealed class UploadRun(LoadPlan plan, ClientPool clients, DocumentBook documents, LoadClock clock, RequestRecorder recorder)
{
    private const string Boundary = "spade-rehearsal";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5), LongestPause = TimeSpan.FromSeconds(4);

    internal async Task RunAsync(Intent first, Choice choice, CancellationToken stop)
    {
        var scan = SampleFiles.Unique(choice.Sample);
        var ask = AskOf(choice.Operation, scan);
        var content = Convert.ToHexStringLower(SHA256.HashData(scan));
        var pause = FirstPause;
        for (var intent = first; ; intent = clock.Now())
        {
            var exchange = await clients.AskAsync(choice.Client, ask, plan.Patience, stop);
            var document = exchange.Succeeded ? IdIn(exchange.Body) : null;
            var complaint = exchange.Succeeded && document is null ? "The answer to an upload names no document." : null;
            recorder.Add(intent, choice.Operation, exchange, document, intent == first ? null : first.Number, complaint);
            if (document is not null)
                Accept(new AcceptedEntry(document, intent.Number, exchange.Status == 202, content, choice.Sample.Name,
                    choice.Sample.Pages));
            if (!exchange.IsIndeterminate)
                return;
            await Task.Delay(pause, clock.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return;
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private void Accept(AcceptedEntry accepted)
    {
        recorder.Add(accepted);
        documents.Add(accepted);
    }

    private Ask AskOf(Operation operation, byte[] scan) => operation switch
    {
        Operation.FormUpload => new Ask("POST", "/documents")
        {
            ContentType = $"multipart/form-data; boundary={Boundary}", Body = Form(scan),
        },
        Operation.SlowUpload => new Ask("POST", "/documents")
        {
            ContentType = "application/octet-stream", Body = scan, Trickle = plan.Trickle,
        },
        _ => new Ask("POST", "/documents") { ContentType = "application/octet-stream", Body = scan },
    };

    private static byte[] Form(byte[] scan) =>
    [
        .. Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scan\"\r\n\r\n"),
        .. scan,
        .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"),
    ];

    private static string? IdIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out var id)
                ? id.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

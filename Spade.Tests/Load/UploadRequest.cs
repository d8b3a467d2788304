using System.Text;
using System.Text.Json;
using Spade.Rehearsal.Connections;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Load;

/// <summary>Uploads a new scan each time.</summary>
internal sealed class UploadRequest(UploadStyle style, LoadPlan plan, FleetJournal journal) : ILoadRequest
{
    private const int Pieces = 6;
    private const string Boundary = "spade-load";

    public Task SendAsync(RawConnection connection, bool last, CancellationToken cancellationToken)
    {
        return style switch
        {
            UploadStyle.Form => SendAsync(
                connection, last, $"multipart/form-data; boundary={Boundary}", Form(plan.Scan()), cancellationToken),
            UploadStyle.Trickled => TrickleAsync(connection, last, plan.TrickledScan(), cancellationToken),
            _ => SendAsync(connection, last, "application/octet-stream", plan.Scan(), cancellationToken),
        };
    }

    public void Accept(RawResponse response)
    {
        using var document = JsonDocument.Parse(response.Body);
        journal.AddDocument(document.RootElement.GetProperty("id").GetString()!);
    }

    private static async Task SendAsync(
        RawConnection connection, bool last, string type, byte[] body, CancellationToken cancellationToken)
    {
        await connection.SendAsync(Head(last, type, $"Content-Length: {body.Length}"), cancellationToken);
        await connection.SendAsync(body, cancellationToken);
    }

    private async Task TrickleAsync(RawConnection connection, bool last, byte[] scan, CancellationToken cancellationToken)
    {
        await connection.SendAsync(Head(last, "application/octet-stream", "Transfer-Encoding: chunked"), cancellationToken);
        foreach (var piece in scan.Chunk((scan.Length + Pieces - 1) / Pieces))
        {
            await connection.SendAsync(RawHttp.Chunk(piece), cancellationToken);
            await Pause.ForAsync(plan.Trickle / Pieces, cancellationToken);
        }

        await connection.SendAsync("0\r\n\r\n", cancellationToken);
    }

    private static string Head(bool last, string type, string length) =>
        $"POST /documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {type}\r\n{length}\r\n{(last ? "Connection: close\r\n" : "")}\r\n";

    private static byte[] Form(byte[] scan) =>
    [
        .. Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scan\"\r\n\r\n"),
        .. scan,
        .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"),
    ];
}

using System.Net.Sockets;
using System.Text;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Api;

/// <summary>Clients that disconnect in the middle of an upload. The API must not log this as an error of its own.</summary>
public sealed class ResetUploadTests
{
    private const string Raw = "POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n";
    private const string Chunked = "POST /documents HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Form =
        "POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=XbX\r\nContent-Length: 200000\r\n\r\n";
    private const string Part = "--XbX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n";

    [Fact]
    public async Task An_upload_that_breaks_off_at_any_point_logs_no_error_and_no_stack_trace()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var api = system.Services[0];
        var address = await api.AddressAsync();
        foreach (var head in new[] { Raw, Chunked, Form, Form + Part[..30], Form + Part })
        {
            foreach (var bytes in new[] { 0, 1_000, 100_000 })
            {
                // Both ways to disconnect, several times: the exception depends on which of two threads notices first.
                for (var round = 0; round < 6; round++)
                    await BreakOffAsync(address, head, bytes, reset: round % 2 == 0);
            }
        }

        // A later upload: when it is answered, or at the latest when the process ends, earlier events have been logged.
        await system.UploadBytesAsync(Scans.Pdf());
        await EndedAsync(api);
        Assert.DoesNotContain(api.Process.Lines, line => line.StartsWith("fail", StringComparison.Ordinal)
            || line.StartsWith("crit", StringComparison.Ordinal)
            || line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
    }

    private static async Task BreakOffAsync(Uri address, string head, int bytes, bool reset)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var body = Encoding.ASCII.GetBytes(head == Chunked ? "fffff\r\n%PDF-1.4\n" : "%PDF-1.4\n");
        byte[] request = [.. Encoding.ASCII.GetBytes(head), .. bytes == 0 ? [] : (byte[])[.. body, .. new byte[bytes]]];
        await client.GetStream().WriteAsync(request);
        if (reset)
            client.LingerState = new LingerOption(true, 0);
    }

    // The log is complete when the process has ended.
    private static async Task EndedAsync(Service api)
    {
        api.Terminate();
        await api.WaitForExitAsync();
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>How a file is received and spooled.</summary>
public sealed class UploadTransferTests(SmallLimitApi api) : IClassFixture<SmallLimitApi>
{
    [Fact]
    public async Task A_file_of_exactly_the_limit_is_accepted_in_a_form_too()
    {
        using var form = new MultipartFormDataContent { { new StreamContent(Scans.LargePdf(SmallLimitApi.Limit)), "file", "a.pdf" } };
        using var response = await api.Client.PostAsync(new Uri("/documents", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_above_the_limit_is_rejected_with_and_without_a_content_length(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/documents", UriKind.Relative));
        request.Content = new StreamContent(Scans.LargePdf(SmallLimitApi.Limit + 1));
        request.Headers.TransferEncodingChunked = chunked;
        request.Content.Headers.ContentLength = chunked ? null : SmallLimitApi.Limit + 1;
        using var response = await api.Client.SendAsync(request);
        await response.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "file-too-large");
    }

    [Fact]
    public async Task A_client_that_never_stops_sending_reads_the_problem_and_is_disconnected()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, api.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000000000\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync().DefaultTimeout());
        await Assert.ThrowsAnyAsync<IOException>(() => SendUntilCutAsync(stream).DefaultTimeout());
    }

    [Fact]
    public async Task A_client_that_expects_100_continue_is_rejected_before_it_sends()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, api.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: {SmallLimitApi.Limit + 1}\r\nExpect: 100-continue\r\n\r\n")));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        // Without a "100 Continue" before it.
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync().DefaultTimeout());
    }

    [Fact]
    public async Task An_upload_has_no_name_on_the_disk_and_is_freed_when_its_client_goes_away()
    {
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, api.Address.Port);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                "POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n%PDF-1.4\n"));
            await stream.WriteAsync(new byte[100_000]);
            await Eventually.HoldsAsync("the upload is being spooled", () => Task.FromResult(SpooledFiles().Any()));
            Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "spade-upload-*"));
        }

        await Eventually.HoldsAsync("the spooled bytes are freed", () => Task.FromResult(!SpooledFiles().Any()));
    }

    // Unlinked files that this process has open. API and test share the process, and this class uploads one file at a time.
    private static IEnumerable<string> SpooledFiles() => Directory.GetFiles("/proc/self/fd")
        .Select(descriptor => new FileInfo(descriptor).LinkTarget)
        .Where(target => target is not null && target.Contains("spade-upload-", StringComparison.Ordinal)
            && target.EndsWith("(deleted)", StringComparison.Ordinal))!;

    private static async Task SendUntilCutAsync(NetworkStream stream)
    {
        var block = new byte[64 * 1024];
        while (true)
            await stream.WriteAsync(block);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class SlowReaderTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    /// <summary>More than the API's pool has connections.</summary>
    private const int Readers = 30;

    [Fact]
    public async Task Clients_that_stop_reading_hold_no_database_connection()
    {
        var (id, _) = await LargeDocumentAsync();
        var clients = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Readers; i++)
                clients.Add(await BeginAsync(i % 2 == 0 ? $"/documents/{id}/file" : $"/documents/{id}/hocr"));

            // Each waits for its client in the middle of a body.
            await Eventually.HoldsAsync("no connection is in use", async () => await BusyConnectionsAsync() == 0);
            Assert.Equal("completed", (await api.Client.GetDocumentAsync(id)).Text("status"));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_document_that_is_removed_while_it_is_sent_is_cut_off_and_never_looks_complete()
    {
        var (id, _) = await LargeDocumentAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/documents/{id}/file", UriKind.Relative));
        using var response = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using (var removed = await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync());
    }

    // The body is larger than all buffers between the API and a client that does not read.
    private async Task<(string Id, DocumentWorker Worker)> LargeDocumentAsync()
    {
        var file = new byte[24 * 1024 * 1024];
        await Scans.LargePdf(file.Length).ReadExactlyAsync(file);
        Guid.NewGuid().TryWriteBytes(file.AsSpan(100));
        var id = await api.Client.UploadedIdAsync(file);
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages: 60);
        var text = string.Join('\n', Enumerable.Range(0, 60).Select(_ => string.Join(' ', Enumerable.Repeat("word", 60))));
        for (var page = 1; page <= 60; page++)
            await worker.FinishPageAsync(page, text);
        await worker.CompleteAsync();
        return (id, worker);
    }

    private async Task<TcpClient> BeginAsync(string path)
    {
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(api.Address.Host, api.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var head = new byte[12];
        await client.GetStream().ReadExactlyAsync(head);
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(head));
        return client;
    }

    private async Task<long> BusyConnectionsAsync()
    {
        await using var command = api.Database.CreateCommand(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
                AND (query LIKE '%document_chunks%' OR query LIKE '%FROM pages%')
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Api.Uploads;
using Spade.Documents.Content;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class UploadTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_new_upload_is_accepted_and_described()
    {
        var scan = Scans.Pdf();
        using var response = await api.Client.UploadFormAsync(scan, "letter.pdf");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("1", response.Headers.RetryAfter?.ToString());
        var document = await response.DocumentAsync();
        Assert.Equal($"/documents/{document.Text("id")}", response.Headers.Location?.OriginalString);
        Assert.Equal("letter.pdf", document.Text("fileName"));
        Assert.Equal("application/pdf", document.Text("contentType"));
        Assert.Equal(scan.Length, document.GetProperty("size").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(scan)), document.Text("sha256"));
        Assert.Equal("eng", document.Text("language"));
        Assert.Equal("queued", document.Text("status"));
        Assert.Equal(
            [
                "id", "fileName", "contentType", "size", "sha256", "language", "pages", "dpi", "text", "status", "pagesDone", "pagesFailed",
                "pagesTotal", "warnings", "attempt", "interruptions", "error", "tenant", "uploadedBy", "createdAt", "startedAt",
                "completedAt", "links",
            ],
            document.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Every_byte_of_a_large_upload_is_stored_and_given_to_the_worker()
    {
        // Two chunks and a part of a third.
        var scan = new byte[2 * 1024 * 1024 + 17];
        Random.Shared.NextBytes(scan);
        "%PDF-1.4"u8.CopyTo(scan);
        var id = await api.Client.UploadedIdAsync(scan);

        using var stored = new MemoryStream();
        await api.Services.GetRequiredService<DocumentContent>().CopyToAsync(id, stored, CancellationToken.None);
        Assert.Equal(scan, stored.ToArray());
        Assert.Equal(3L, await CountAsync("SELECT count(*) FROM document_chunks WHERE document_id = $1", id));
    }

    [Theory]
    [InlineData(UploadSpool.BufferBytes - 1, 1)]
    [InlineData(UploadSpool.BufferBytes, 1)]
    [InlineData(UploadSpool.BufferBytes + 1, 1)]
    [InlineData(DocumentChunk.MaxBytes, 1)]
    [InlineData(DocumentChunk.MaxBytes + 1, 2)]
    public async Task An_upload_is_stored_the_same_on_either_side_of_a_limit(int bytes, long chunks)
    {
        var scan = new byte[bytes];
        Random.Shared.NextBytes(scan);
        "%PDF-1.4"u8.CopyTo(scan);
        using var response = await api.Client.UploadFormAsync(scan, "limit.pdf");
        var document = await response.DocumentAsync();

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(scan)), document.Text("sha256"));
        using var stored = new MemoryStream();
        await api.Services.GetRequiredService<DocumentContent>().CopyToAsync(document.Text("id"), stored, CancellationToken.None);
        Assert.Equal(scan, stored.ToArray());
        Assert.Equal(chunks, await CountAsync("SELECT count(*) FROM document_chunks WHERE document_id = $1", document.Text("id")));
        Assert.Equal(1L, await CountAsync(
            "SELECT count(*) FROM documents JOIN jobs ON jobs.id = job_id AND group_name = tenant WHERE documents.id = $1",
            document.Text("id")));
    }

    [Fact]
    public async Task The_response_to_a_new_upload_is_the_document_that_a_later_GET_returns()
    {
        using var response = await api.Client.UploadFormAsync(Scans.Pdf(), "letter.pdf");
        var answered = await response.DocumentAsync();
        var asked = await api.Client.GetDocumentAsync(answered.Text("id"));
        Assert.Equal(answered.GetRawText(), asked.GetRawText());
    }

    [Fact]
    public async Task The_same_upload_again_finds_its_document()
    {
        var scan = Scans.Pdf();
        using var first = await api.Client.UploadAsync(scan);
        using var second = await api.Client.UploadFormAsync(scan, "another-name.pdf");

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal((await first.DocumentAsync()).Text("id"), (await second.DocumentAsync()).Text("id"));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(6_000_000)]
    public async Task Identical_uploads_at_the_same_moment_give_one_document_and_one_job(int bytes)
    {
        byte[] scan = [.. Scans.Pdf(), .. new byte[bytes]];
        Task<HttpResponseMessage[]> uploads;
        // Each has found no such document before the first can store it.
        await using (var connection = await api.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("LOCK TABLE documents IN SHARE MODE", connection, transaction);
            await hold.ExecuteNonQueryAsync();
            uploads = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.Client.UploadAsync(scan)));
            await Eventually.HoldsAsync("eight uploads wait", async () => await WaitingInsertsAsync() == 8);
        }
        var responses = await uploads;

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Accepted);
        Assert.Equal(7, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        var ids = await Task.WhenAll(responses.Select(async response => (await response.DocumentAsync()).Text("id")));
        var id = Assert.Single(ids.Distinct());
        Assert.Equal(1L, await CountAsync("SELECT count(*) FROM jobs WHERE payload->>'documentId' = $1", id));
    }

    [Theory]
    [InlineData("", "?pages=1")]
    [InlineData("?pages=1", "?pages=1-2")]
    [InlineData("", "?dpi=200")]
    [InlineData("", "?lang=deu")]
    [InlineData("?lang=deu+eng", "?lang=eng+deu")]
    [InlineData("", "?text=auto")]
    public async Task Other_options_make_another_document(string first, string second)
    {
        var scan = Scans.Pdf();
        Assert.NotEqual(await api.Client.UploadedIdAsync(scan, first), await api.Client.UploadedIdAsync(scan, second));
    }

    [Theory]
    [InlineData("?pages=3,1,2", "?pages=1-3")]
    [InlineData("", "?lang=eng&dpi=300&text=ocr")]
    [InlineData("?lang=eng+deu", "?Lang=eng%2Bdeu")]
    public async Task Options_that_mean_the_same_make_the_same_document(string first, string second)
    {
        var scan = Scans.Pdf();
        Assert.Equal(await api.Client.UploadedIdAsync(scan, first), await api.Client.UploadedIdAsync(scan, second));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\scans\\a.pdf", "a.pdf")]
    [InlineData("fdp\u202Egpj.exe", "fdpgpj.exe")]
    public async Task A_file_name_is_made_harmless(string sent, string shown)
    {
        using var response = await api.Client.UploadFormAsync(Scans.Pdf(), sent);
        Assert.Equal(shown, (await response.DocumentAsync()).Text("fileName"));
    }

    [Theory]
    [InlineData("""filename="say \"hi\".png" """, "say \"hi\".png")]
    [InlineData("""filename="\"quoted\"" """, "\"quoted\"")]
    [InlineData("""filename="a\\b.png" """, "b.png")]
    [InlineData("""filename="C:\scans\a.png" """, "a.png")]
    [InlineData("""filename="\\server\share\a.png" """, "a.png")]
    [InlineData("""filename="..\..\\\"x\"/../a.png" """, "a.png")]
    [InlineData("""filename="a;b=c.png" """, "a;b=c.png")]
    [InlineData("filename=plain.png", "plain.png")]
    [InlineData("""filename="zwölf.png" """, "zwölf.png")]
    [InlineData("""filename="old.png"; filename*=UTF-8''zw%C3%B6lf%20%22a%22.png""", "zwölf \"a\".png")]
    [InlineData("filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd")]
    [InlineData("filename*=UTF-8''a%5Cb%0D%0A%00c%E2%80%AEd.png", "bcd.png")]
    [InlineData("""filename="kept.png"; filename*=no-such-charset''x""", "kept.png")]
    [InlineData("""filename="" """, null)]
    [InlineData("""filename=".." """, null)]
    [InlineData("""filename="a/" """, null)]
    public void A_file_name_is_decoded_as_its_header_declares(string parameters, string? shown) =>
        Assert.Equal(shown, UploadFileName.Sanitize(UploadReader.NameOf($"form-data; name=\"file\"; {parameters}".TrimEnd())));

    [Fact]
    public void A_file_name_that_is_too_long_is_cut_between_two_characters()
    {
        var sent = "a" + string.Concat(Enumerable.Repeat("\U0001F600", 200));
        var name = UploadFileName.Sanitize(UploadReader.NameOf($"form-data; name=\"file\"; filename=\"{sent}\""));
        Assert.Equal("a" + string.Concat(Enumerable.Repeat("\U0001F600", 127)), name);
    }

    [Fact]
    public async Task A_form_as_it_comes_over_the_wire_keeps_the_quotation_marks_in_its_file_s_name()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, api.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Inputs.Read("backslash-quoted-name.http"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().DefaultTimeout();
        Assert.StartsWith("HTTP/1.1 202", answer, StringComparison.Ordinal);
        var json = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
        var document = JsonSerializer.Deserialize<JsonElement>(json);
        Assert.Equal("say \"hi\".png", document.Text("fileName"));
    }

    [Fact]
    public async Task A_raw_body_needs_no_name_and_no_content_type()
    {
        using var response = await api.Client.UploadAsync(Scans.Png(100, 100));
        var document = await response.DocumentAsync();
        Assert.Equal(JsonValueKind.Null, document.GetProperty("fileName").ValueKind);
        Assert.Equal("image/png", document.Text("contentType"));
    }

    private async Task<long> WaitingInsertsAsync()
    {
        await using var command = api.Database.CreateCommand(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INTO documents%'
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<object?> CountAsync(string sql, string id)
    {
        await using var command = api.Database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteScalarAsync();
    }
}

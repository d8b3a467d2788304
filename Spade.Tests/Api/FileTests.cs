using System.Net;
using System.Net.Http.Headers;
using Npgsql;

namespace Spade.Tests.Api;

/// <summary>The original file: its bytes across chunks, and its name.</summary>
public sealed class FileTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Chunk = 1024 * 1024;

    [Fact]
    public async Task A_range_may_begin_and_end_in_any_chunk()
    {
        var file = new byte[2 * Chunk + 12_345];
        await Scans.LargePdf(file.Length).ReadExactlyAsync(file);
        new Random(15).NextBytes(file.AsSpan(9));
        var id = await api.Client.UploadedIdAsync(file);

        (int From, int To)[] ranges =
        [
            (0, file.Length - 1), (Chunk - 1, Chunk), (Chunk, 2 * Chunk - 1), (5, 2 * Chunk + 5), (262_143, 262_144),
            (2 * Chunk, file.Length - 1), (file.Length - 1, file.Length - 1),
        ];
        foreach (var (from, to) in ranges)
        {
            using var response = await api.Client.GetAsync($"/documents/{id}/file", ("Range", $"bytes={from}-{to}"));
            Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
            var part = await response.Content.ReadAsByteArrayAsync();
            Assert.True(file.AsSpan(from, to - from + 1).SequenceEqual(part), $"bytes {from} to {to}");
        }
    }

    [Fact]
    public async Task The_file_is_there_before_a_worker_has_seen_it()
    {
        var scan = Scans.Png(100, 100);
        var id = await api.Client.UploadedIdAsync(scan);
        using var response = await api.Client.GetAsync($"/documents/{id}/file");
        Assert.Equal(scan, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(id + ".png", response.Content.Headers.ContentDisposition?.FileNameStar);
    }

    [Theory]
    [InlineData("plain name.pdf", "plain name.pdf", "plain name")]
    [InlineData("say \"hi\".pdf", "say \"hi\".pdf", "say \"hi\"")]
    [InlineData("a;b=c,d.pdf", "a;b=c,d.pdf", "a;b=c,d")]
    [InlineData("zwölf Grüße 日本 \U0001F600.pdf", "zwölf Grüße 日本 \U0001F600.pdf", "zwölf Grüße 日本 \U0001F600")]
    [InlineData("100% 'x' *.pdf", "100% 'x' *.pdf", "100% 'x' *")]
    [InlineData("a\r\nSet-Cookie: b=c.pdf", "aSet-Cookie: b=c.pdf", "aSet-Cookie: b=c")]
    [InlineData("../../etc/pass\\wd.html", "wd.html", "wd")]
    [InlineData(".pdf", ".pdf", null)]
    public async Task A_name_arrives_as_it_was_sent_and_breaks_no_header(string sent, string file, string? stem)
    {
        var id = await UploadAsync(sent);
        using var response = await api.Client.GetAsync($"/documents/{id}/file");
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal(("attachment", file), NameOf(response));
        using var text = await api.Client.GetAsync($"/documents/{id}/text");
        Assert.Equal(("inline", (stem ?? id) + ".txt"), NameOf(text));
        using var hocr = await api.Client.GetAsync($"/documents/{id}/hocr");
        Assert.Equal(file, Hocr.Parse(await hocr.Content.ReadAsStringAsync()).Title);
    }

    [Theory]
    [InlineData("a\nb\u0001.pdf")]
    [InlineData("dir/\\\"name\".pdf")]
    [InlineData("\u202Egpj.pdf")]
    public async Task A_name_that_an_earlier_version_stored_breaks_no_header_either(string stored)
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        await using var store = api.Database.CreateCommand("UPDATE documents SET file_name = $2 WHERE id = $1");
        store.Parameters.Add(new NpgsqlParameter { Value = id });
        store.Parameters.Add(new NpgsqlParameter { Value = stored });
        await store.ExecuteNonQueryAsync();

        using var response = await api.Client.GetAsync($"/documents/{id}/file");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("attachment", NameOf(response).Disposition);
        var raw = response.Content.Headers.NonValidated["Content-Disposition"].ToString();
        Assert.DoesNotContain(raw, char.IsControl);
    }

    [Fact]
    public async Task The_file_of_a_removed_document_is_gone()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        using var cancelled = await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative));
        using var removed = await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative));
        using var response = await api.Client.GetAsync($"/documents/{id}/file");
        await response.AssertProblemAsync(HttpStatusCode.NotFound, "document-not-found");
    }

    private static (string? Disposition, string? Name) NameOf(HttpResponseMessage response)
    {
        var disposition = ContentDispositionHeaderValue.Parse(
            response.Content.Headers.NonValidated["Content-Disposition"].ToString());
        return (disposition.DispositionType, disposition.FileNameStar);
    }

    // As programs send it: the name in UTF-8 in the extended parameter, whatever its characters are.
    private async Task<string> UploadAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/documents", UriKind.Relative));
        request.Content = new ByteArrayContent(Scans.Pdf());
        request.Content.Headers.TryAddWithoutValidation(
            "Content-Disposition", $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}");
        using var response = await api.Client.SendAsync(request);
        return (await response.DocumentAsync()).Text("id");
    }
}

using System.Net;
using System.Text.Json;

namespace Spade.Tests.Api;

/// <summary>A document whose job failed while the document could not be updated.</summary>
public sealed class LeftBehindTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task It_is_shown_as_failed_and_says_why()
    {
        var id = await LeftBehindAsync(Scans.Pdf());
        var document = await api.Client.GetDocumentAsync(id);
        Assert.Equal("failed", document.Text("status"));
        Assert.Equal(("broken", "It broke."), (document.GetProperty("error").Text("type"), document.GetProperty("error").Text("message")));
        Assert.NotEqual(JsonValueKind.Null, document.GetProperty("completedAt").ValueKind);
        Assert.Contains(id, await ListAsync("failed"));
        Assert.DoesNotContain(id, await ListAsync("queued"));
    }

    [Fact]
    public async Task It_is_shown_as_failed_when_its_job_has_been_pruned()
    {
        var id = await LeftBehindAsync(Scans.Pdf());
        await ExecuteAsync("DELETE FROM jobs WHERE id = (SELECT job_id FROM documents WHERE id = $1)", id);
        var document = await api.Client.GetDocumentAsync(id);
        Assert.Equal(("failed", "unrecorded"), (document.Text("status"), document.GetProperty("error").Text("type")));
    }

    [Fact]
    public async Task The_same_upload_starts_it_again()
    {
        var content = Scans.Pdf();
        var id = await LeftBehindAsync(content);
        using var again = await api.Client.UploadAsync(content);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        var document = await again.DocumentAsync();
        Assert.Equal((id, "queued"), (document.Text("id"), document.Text("status")));
        using var third = await api.Client.UploadAsync(content);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task It_can_be_removed()
    {
        var id = await LeftBehindAsync(Scans.Pdf());
        using var removed = await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await api.Client.GetAsync(new Uri($"/documents/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private async Task<string> LeftBehindAsync(byte[] content)
    {
        var id = await api.Client.UploadedIdAsync(content);
        await ExecuteAsync(
            """
            UPDATE jobs SET state = 'failed', finished_at = now(), error_type = 'broken', error_message = 'It broke.'
            WHERE id = (SELECT job_id FROM documents WHERE id = $1)
            """,
            id);
        return id;
    }

    private async Task ExecuteAsync(string sql, string id)
    {
        await using var command = api.Database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = id });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private async Task<List<string>> ListAsync(string status)
    {
        using var response = await api.Client.GetAsync(new Uri($"/documents?status={status}&limit=100", UriKind.Relative));
        var list = await response.DocumentAsync();
        return [.. list.GetProperty("documents").EnumerateArray().Select(document => document.Text("id"))];
    }
}

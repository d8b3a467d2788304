using System.Net;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>A document whose job has a payload that no worker can read.</summary>
public sealed class UnreadableDocumentTests
{
    [Theory]
    [InlineData("""{"documentId": {"tenant": "a"}}""")]
    [InlineData("""{"document": "a"}""")]
    public async Task It_fails_and_says_why_and_the_same_upload_starts_it_again(string payload)
    {
        // What is recognised does not matter here.
        using var tesseract = new TesseractShim(TimeSpan.FromSeconds(0.1));
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var (_, uploaded) = await system.UploadAsync(Samples.OnePage.FilePath);
        var id = uploaded.GetProperty("id").GetString()!;
        await using (var database = Npgsql.NpgsqlDataSource.Create(system.ConnectionString))
        await using (var newer = database.CreateCommand("UPDATE jobs SET payload = $1::text::jsonb, retry_limit = 0"))
        {
            newer.Parameters.Add(new() { Value = payload });
            await newer.ExecuteNonQueryAsync();
        }
        await system.LaunchWorkingAsync(tesseract.Options);
        await Eventually.HoldsAsync(
            "the document has failed",
            async () => await system.ScalarAsync<string>("SELECT status FROM documents") == "failed",
            TimeSpan.FromSeconds(60));
        Assert.Equal("payload-invalid", await system.ScalarAsync<string>("SELECT error_type FROM documents"));

        Assert.Equal(HttpStatusCode.Accepted, (await system.UploadAsync(Samples.OnePage.FilePath)).Status);
        await system.CompletedAsync(id);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Documents.Documents;
using Spade.Documents.Tenants;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

/// <summary>A document that is cancelled while others change it.</summary>
public sealed class CancelTests
{
    private const string First = "00000000-0000-0000-0000-000000000001";
    private const string Second = "00000000-0000-0000-0000-000000000002";

    private static readonly string Id = new('c', ContentId.Length);

    [Fact]
    public async Task A_document_that_fails_and_is_started_again_during_the_call_is_cancelled_all_the_same()
    {
        var (stopped, jobs) = await DeleteDuringAsync(
            $"""
            UPDATE jobs SET state = 'failed', finished_at = now(), error_type = 'broken', error_message = 'It broke.' WHERE id = '{First}';
            {Job(Second)};
            UPDATE documents SET job_id = '{Second}';
            """);
        Assert.Equal(DocumentStatus.Cancelled, stopped.Document.Status);
        Assert.Equal(0L, jobs);
    }

    [Fact]
    public async Task A_document_that_completes_during_the_call_stays_and_is_told_as_completed()
    {
        var (stopped, jobs) = await DeleteDuringAsync(
            $"""
            UPDATE jobs SET state = 'completed', finished_at = now() WHERE id = '{First}';
            UPDATE documents
            SET status = 'completed', started_at = now(), completed_at = now(), pages_total = 1, pages_done = 1;
            """);
        Assert.Equal(DocumentStatus.Completed, stopped.Document.Status);
        Assert.Equal(0L, jobs);
    }

    /// <summary>Deletes a queued document, and changes it after the deletion has read it.</summary>
    /// <returns>The answer, and how many unfinished jobs are left.</returns>
    private static async Task<(DeletedDocument.Stopped Stopped, long Jobs)> DeleteDuringAsync(string change)
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await ExecuteAsync(
            documents.Database,
            $"""
            {Job(First)};
            INSERT INTO documents (id, content_type, size, sha256, language, dpi, job_id)
            VALUES ('{Id}', 'image/png', 1, '{Id}', 'eng', 300, '{First}')
            """);
        await using var connection = await documents.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"SELECT FROM jobs WHERE id = '{First}' FOR UPDATE");
        await using var scope = documents.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Set(TenantName.Default, seesAll: false);
        var deletion = scope.ServiceProvider.GetRequiredService<DocumentStore>().DeleteAsync(Id, CancellationToken.None);
        await Eventually.HoldsAsync("the deletion waits for the job", async () => await CountAsync(
            documents.Database, "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0);
        await ExecuteAsync(connection, change);
        await transaction.CommitAsync();
        var stopped = Assert.IsType<DeletedDocument.Stopped>(await deletion);
        return (stopped, await CountAsync(documents.Database, "jobs WHERE state IN ('created', 'retry', 'active')"));
    }

    private static string Job(string id) =>
        $$"""
        INSERT INTO jobs (id, queue, payload, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff)
        VALUES ('{{id}}', 'documents', '{}', 2, 1000, 1000, true)
        """;

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string what)
    {
        await using var command = database.CreateCommand($"SELECT count(*) FROM {what}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

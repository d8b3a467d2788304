using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Spade.Documents.Documents;
using Spade.Documents.Retention;
using Spade.Jobs.Schema;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

/// <summary>Documents that have been kept long enough are removed with everything that belongs to them.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private int _documents;

    [Fact]
    public async Task A_document_that_ended_long_ago_goes_with_its_job_its_bytes_and_its_pages()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        foreach (var status in new[] { "completed", "failed", "cancelled" })
            await AddAsync(documents, status, jobState: status, days: 31);
        await AddAsync(documents, "completed", jobState: null, days: 31);

        Assert.Equal((4, false), await RemoveAsync(documents));
        string[] tables = ["documents", "document_chunks", "pages", "page_previews", "document_events", "pdf_pieces", "jobs"];
        foreach (var table in tables)
            Assert.Equal((table, 0L), (table, await CountAsync(documents, table)));
    }

    [Theory]
    [InlineData("completed", "completed", 31, 29)]
    [InlineData("queued", "created", 31, 31)]
    [InlineData("queued", "retry", 31, 31)]
    [InlineData("running", "active", 31, 31)]
    [InlineData("running", "retry", 31, 31)]
    public async Task A_document_that_ended_later_or_has_not_ended_stays(string status, string jobState, int days, int endedDays)
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await AddAsync(documents, status, jobState, days, endedDays);
        Assert.Equal((0, false), await RemoveAsync(documents));
        Assert.Equal((1L, 1L), (await CountAsync(documents, "documents"), await CountAsync(documents, "jobs")));
    }

    [Theory]
    [InlineData("failed", 31, 1)]
    [InlineData("failed", 29, 0)]
    [InlineData(null, 31, 1)]
    public async Task A_document_whose_job_ended_without_it_goes_too(string? jobState, int endedDays, int removed)
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await AddAsync(documents, "queued", jobState, days: 31, endedDays, isLeftBehind: true);
        Assert.Equal((removed, false), await RemoveAsync(documents));
    }

    [Fact]
    public async Task A_document_that_is_started_again_meanwhile_stays()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        var id = await AddAsync(documents, "failed", "failed", days: 31);
        await using var connection = await documents.Database.OpenConnectionAsync();
        Task<(int, bool)> removal;
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await ExecuteAsync(
                connection,
                $"""
                INSERT INTO jobs (id, queue, payload, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff)
                VALUES ('00000000-0000-0000-0000-0000000000ff', 'documents', '{"{}"}', 2, 1000, 1000, true);
                UPDATE documents SET status = 'queued', error_type = NULL, error_message = NULL, started_at = NULL, completed_at = NULL,
                       job_id = '00000000-0000-0000-0000-0000000000ff'
                WHERE id = '{id}'
                """);
            removal = RemoveAsync(documents);
            await Eventually.HoldsAsync("the removal waits for the row", async () => await CountAsync(
                documents, "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0);
            await transaction.CommitAsync();
        }

        Assert.Equal((0, false), await removal);
        Assert.Equal(1L, await CountAsync(documents, "documents WHERE status = 'queued'"));
        Assert.Equal(1L, await CountAsync(documents, "jobs WHERE state = 'created'"));
    }

    [Fact]
    public async Task Many_documents_go_in_several_transactions()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        for (var i = 0; i < DocumentRemoval.MostDocuments + 1; i++)
            await AddAsync(documents, "completed", "completed", days: 31);
        Assert.Equal((DocumentRemoval.MostDocuments, true), await RemoveAsync(documents));
        Assert.Equal((1, false), await RemoveAsync(documents));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1, 1000)]
    [InlineData(2, 2, 100, 150)]
    [InlineData(3, 2, 100, 156, 1)]
    [InlineData(3, 1, 100, 157, 1)]
    public void A_transaction_removes_a_bounded_number_of_bytes(int found, int removed, params int[] mebibytes)
    {
        var old = mebibytes.Select(size => new OldDocument("", null, size * 1024L * 1024)).ToList();
        Assert.Equal(found, old.Count);
        Assert.Equal(removed, DocumentRemoval.Fit(old).Count);
    }

    [Fact]
    public async Task While_one_process_removes_another_leaves_it_to_that_one()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await AddAsync(documents, "completed", "completed", days: 31);
        await using var connection = await documents.Database.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(x'7072756E65'::bigint)");
            Assert.Equal((0, false), await RemoveAsync(documents));
        }

        Assert.Equal((1, false), await RemoveAsync(documents));
    }

    [Fact]
    public async Task A_worker_looks_every_ten_minutes_and_counts_what_it_removes()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await AddAsync(documents, "completed", "completed", days: 31);
        var (time, gate) = (new FakeTimeProvider(), new SchemaGate());
        var meters = documents.Services.GetRequiredService<IMeterFactory>();
        var counted = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "spade.documents.removed" && instrument.Meter.Scope == meters)
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();
        using var retention = new DocumentRetention(
            new DocumentRemoval(documents.Database), gate, Options.Create(new DocumentOptions { Retention = Month }), meters, time,
            documents.Services.GetRequiredService<ILogger<DocumentRetention>>());
        gate.Open();
        await retention.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync("the document is removed", async () =>
        {
            time.Advance(TimeSpan.FromMinutes(10));
            return await CountAsync(documents, "documents") == 0;
        });
        await retention.StopAsync(CancellationToken.None);
        Assert.Equal(1, counted);
    }

    private static Task<(int Removed, bool MayBeMore)> RemoveAsync(DocumentsHost documents) =>
        new DocumentRemoval(documents.Database).RemoveBatchAsync(Month, CancellationToken.None);

    /// <summary>Adds a document with a chunk, a page with a preview, an event and a piece of its PDF.</summary>
    /// <param name="documents">The host.</param>
    /// <param name="status">The document's stored status.</param>
    /// <param name="jobState">The state of its job; null when the job was removed.</param>
    /// <param name="days">How long ago it was created.</param>
    /// <param name="endedDays">How long ago it or its job ended; as long ago as it was created when left out.</param>
    /// <param name="isLeftBehind">Whether its job has ended without it.</param>
    private async Task<string> AddAsync(
        DocumentsHost documents, string status, string? jobState, int days, int? endedDays = null, bool isLeftBehind = false)
    {
        var id = (++_documents).ToString("x64", CultureInfo.InvariantCulture);
        var job = Guid.NewGuid();
        var hasEnded = status is not ("queued" or "running");
        var ended = $"now() - interval '{endedDays ?? days} days'";
        await using var connection = await documents.Database.OpenConnectionAsync();
        if (jobState is not null)
        {
            await ExecuteAsync(
                connection,
                $"""
                INSERT INTO jobs (id, queue, payload, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff,
                                  state, node_id, claimed_at, finished_at, error_type)
                VALUES ('{job}', 'documents', '{"{}"}', 2, 1000, 1000, true, '{jobState}',
                        {(jobState == "active" ? $"'{job}'" : "NULL")}, now(),
                        {(hasEnded || isLeftBehind ? ended : "NULL")}, {(jobState == "failed" ? "'x'" : "NULL")})
                """);
        }

        await ExecuteAsync(
            connection,
            $"""
            INSERT INTO documents (id, content_type, size, sha256, language, dpi, status, pages_total, pages_done, job_id,
                                   created_at, started_at, completed_at, error_type, error_message)
            VALUES ('{id}', 'image/png', 1, '{id}', 'eng', 300, '{status}', 1, {(status == "completed" ? 1 : 0)}, '{job}',
                    now() - interval '{days} days', now(), {(hasEnded ? ended : "NULL")},
                    {(status == "failed" ? "'x', 'x'" : "NULL, NULL")});
            INSERT INTO document_chunks (document_id, number, data) VALUES ('{id}', 0, 'data');
            INSERT INTO pages (document_id, number, text, begun, begun_at, finished_at) VALUES ('{id}', 1, 'text', 1, now(), now());
            INSERT INTO page_previews (document_id, number, content_type, data) VALUES ('{id}', 1, 'image/png', 'data');
            INSERT INTO document_events (document_id, id, kind, data) VALUES ('{id}', 1, 'page', '{"{}"}');
            INSERT INTO pdf_pieces (document_id, number, start, length, source_offset) VALUES ('{id}', 0, 0, 1, 0);
            """);
        return id;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(DocumentsHost documents, string what)
    {
        await using var command = documents.Database.CreateCommand($"SELECT count(*) FROM {what}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

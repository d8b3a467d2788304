using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Documents.Content;
using Spade.Documents.Documents;
using Spade.Documents.Events;
using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

public sealed class PageRecordsTests : IAsyncLifetime
{
    private static readonly string Id = new('a', ContentId.Length);

    private DocumentsHost _documents = null!;

    private PageRecords Records => _documents.Services.GetRequiredService<PageRecords>();

    public async Task InitializeAsync()
    {
        _documents = await DocumentsHost.CreateMigratedAsync();
        await using var insert = _documents.Database.CreateCommand(
            """
            INSERT INTO documents (id, content_type, size, sha256, language, pages, dpi)
            VALUES ($1, 'application/pdf', 5, $1, 'eng', '1-2', 200)
            """);
        insert.Parameters.Add(new() { Value = Id });
        await insert.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await _documents.DisposeAsync();

    [Fact]
    public async Task A_document_runs_from_its_first_page_to_its_last()
    {
        await StartAsync(2);
        await FinishAsync(1, "one");
        await FinishAsync(2, "two");
        await CompleteAsync();
        Assert.Equal("completed 2/2", await StateAsync());
    }

    [Fact]
    public async Task A_page_that_is_finished_again_keeps_its_text_and_is_counted_once()
    {
        await StartAsync(2);
        await FinishAsync(1, "first");
        await FinishAsync(1, "late");
        Assert.Equal("running 1/2", await StateAsync());
        Assert.Equal(["first"], await TextsAsync());
    }

    [Fact]
    public async Task Pages_that_finish_side_by_side_are_all_counted()
    {
        await StartAsync(8);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(page => FinishAsync(page, $"page {page}")));
        Assert.Equal("running 8/8", await StateAsync());
    }

    [Fact]
    public async Task A_page_knows_how_many_times_it_was_begun()
    {
        await StartAsync(2);
        Assert.Equal(1, await BeginAsync(1));
        Assert.Equal(2, await BeginAsync(1));
        Assert.Equal(1, await BeginAsync(2));
        Assert.Empty(await FinishedAsync());
    }

    [Fact]
    public async Task Starting_again_after_an_interruption_keeps_the_pages_and_the_first_start()
    {
        await StartAsync(2);
        await FinishAsync(2, "two");
        var started = await ScalarAsync("SELECT started_at FROM documents");
        await StartAsync(2);
        Assert.Equal("running 1/2", await StateAsync());
        Assert.Equal(started, await ScalarAsync("SELECT started_at FROM documents"));
        Assert.Equal([2], await FinishedAsync());
    }

    [Fact]
    public async Task A_document_with_a_page_missing_cannot_be_completed()
    {
        await StartAsync(2);
        await FinishAsync(1, "one");
        var rejected = await Assert.ThrowsAsync<PostgresException>(CompleteAsync);
        Assert.Equal("documents_completed_has_all_pages", rejected.ConstraintName);
        Assert.Equal("running 1/2", await StateAsync());
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_has_ended_and_keeps_its_error()
    {
        await StartAsync(2);
        await FailPageAsync(1, "first");
        await FailPageAsync(1, "late");
        await FinishAsync(1, "late");
        Assert.Equal("running 1/2", await StateAsync());
        Assert.Equal(1, await ScalarAsync("SELECT pages_failed FROM documents"));
        Assert.Equal([new EndedPage(1, "corrupt", "first")], await EndedAsync());
        Assert.Equal([""], await TextsAsync());
    }

    [Fact]
    public async Task A_document_of_which_no_page_was_read_cannot_be_completed()
    {
        await StartAsync(1);
        await FailPageAsync(1, "damaged");
        var rejected = await Assert.ThrowsAsync<PostgresException>(CompleteAsync);
        Assert.Equal("documents_completed_has_a_page", rejected.ConstraintName);
    }

    [Fact]
    public async Task Every_change_is_an_event_and_ids_have_no_gaps()
    {
        await StartAsync(3);
        await Task.WhenAll(FinishAsync(1, "one"), FailPageAsync(2, "damaged"), FinishAsync(3, "three"));
        // A second worker begins with a document that runs already, and repeats what the first one did.
        await StartAsync(3);
        await FinishAsync(1, "one");
        await CompleteAsync();
        await CompleteAsync();

        var events = await _documents.Services.GetRequiredService<DocumentEvents>().ReadAsync(Id, 0, CancellationToken.None);
        Assert.Equal([1, 2, 3, 4, 5], events.Select(item => item.Id));
        Assert.Equal(["status", "page", "page", "page", "status"], events.Select(item => item.Kind));
        Assert.Equal(
            """{"status": "completed", "pagesDone": 3, "pagesTotal": 3, "pagesFailed": 1}""", events[^1].Data);
        Assert.Equal(5L, await ScalarAsync("SELECT last_event FROM documents"));
        Assert.Equal([4, 5], (await _documents.Services.GetRequiredService<DocumentEvents>().ReadAsync(Id, 3, CancellationToken.None))
            .Select(item => item.Id));
    }

    [Fact]
    public async Task The_event_of_a_failure_says_why()
    {
        await WriteAsync(transaction => Progress.FailAsync(
            transaction, Id, new JobError("no-pages", "The document has no pages."), CancellationToken.None));
        var only = Assert.Single(
            await _documents.Services.GetRequiredService<DocumentEvents>().ReadAsync(Id, 0, CancellationToken.None));
        using var data = JsonDocument.Parse(only.Data);
        Assert.Equal("failed", data.RootElement.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, data.RootElement.GetProperty("pagesTotal").ValueKind);
        Assert.Equal("no-pages", data.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal("The document has no pages.", data.RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_failure_says_why_and_is_final()
    {
        await WriteAsync(transaction => Progress.FailAsync(
            transaction, Id, new JobError("no-pages", "The document has no pages."), CancellationToken.None));
        await StartAsync(2);
        await CompleteAsync();
        Assert.Equal("failed 0/", await StateAsync());
        Assert.Equal(
            "no-pages: The document has no pages.", await ScalarAsync("SELECT error_type || ': ' || error_message FROM documents"));
    }

    [Fact]
    public async Task What_is_rolled_back_did_not_happen()
    {
        await StartAsync(2);
        await using (var connection = await _documents.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
            await Records.FinishAsync(transaction, Id, SamplePages.Page(1, "lost", null), CancellationToken.None);
        Assert.Equal("running 0/2", await StateAsync());
        Assert.Empty(await FinishedAsync());
    }

    [Fact]
    public async Task A_worker_learns_what_was_uploaded_and_asked_for()
    {
        var content = _documents.Services.GetRequiredService<DocumentContent>();
        Assert.Equal(
            new DocumentSource(Id, "application/pdf", 5, "eng", "1-2", 200), await content.FindAsync(Id, CancellationToken.None));
        Assert.Null(await content.FindAsync("gone", CancellationToken.None));
    }

    private DocumentProgress Progress => _documents.Services.GetRequiredService<DocumentProgress>();

    private Task StartAsync(int pages) =>
        WriteAsync(transaction => DocumentProgress.StartAsync(transaction, Id, pages, CancellationToken.None));

    private Task FinishAsync(int page, string text) => WriteAsync(transaction =>
        Records.FinishAsync(transaction, Id, SamplePages.Page(page, text, 88.5), CancellationToken.None));

    private Task FailPageAsync(int page, string message) => WriteAsync(transaction =>
        Records.FailAsync(transaction, Id, page, "corrupt", message, CancellationToken.None));

    private Task CompleteAsync() => WriteAsync(transaction => Progress.CompleteAsync(transaction, Id, CancellationToken.None));

    private async Task<int> BeginAsync(int page)
    {
        var begun = 0;
        await WriteAsync(async transaction => begun = await PageRecords.BeginAsync(transaction, Id, page, CancellationToken.None));
        return begun;
    }

    private async Task WriteAsync(Func<NpgsqlTransaction, Task> write)
    {
        await using var connection = await _documents.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await write(transaction);
        await transaction.CommitAsync();
    }

    private async Task<object?> StateAsync() =>
        await ScalarAsync("SELECT status || ' ' || pages_done || '/' || coalesce(pages_total::text, '') FROM documents");

    private async Task<IReadOnlyList<int>> FinishedAsync() =>
        await _documents.Services.GetRequiredService<FinishedPages>().ReadAsync(Id, CancellationToken.None);

    private async Task<IReadOnlyList<EndedPage>> EndedAsync() =>
        await _documents.Services.GetRequiredService<FinishedPages>().ReadEndedAsync(Id, CancellationToken.None);

    private async Task<List<string>> TextsAsync()
    {
        var text = _documents.Services.GetRequiredService<DocumentText>();
        return await text.ReadAsync(Id, await FinishedAsync(), CancellationToken.None).ToListAsync();
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _documents.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Documents.Documents;
using Spade.Documents.Outputs;
using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Jobs.Nodes;
using Spade.Jobs.Notifications;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>Runs a document's job by hand: a worker's statements without the queue and Tesseract.</summary>
internal sealed class DocumentWorker(IServiceProvider services, string documentId)
{
    private readonly NpgsqlDataSource _database = services.GetRequiredService<NpgsqlDataSource>();
    private readonly DocumentProgress _progress = services.GetRequiredService<DocumentProgress>();

    private PageRecords Records => services.GetRequiredService<PageRecords>();

    /// <summary>Claims the job for the API's own node, and starts the document.</summary>
    public Task StartAsync(int pages) => WriteAsync(async transaction =>
    {
        await SetJobAsync(transaction, $"state = 'active', node_id = '{services.GetRequiredService<Node>().Id}', claimed_at = now()");
        await DocumentProgress.StartAsync(transaction, documentId, pages, CancellationToken.None);
    });

    public Task FinishPageAsync(int number, string text) => FinishPageAsync(SamplePages.Page(number, text, 90));

    public Task FinishPageAsync(RecognizedPage page) => WriteAsync(async transaction =>
    {
        await PageRecords.BeginAsync(transaction, documentId, page.Number, CancellationToken.None);
        await Records.FinishAsync(transaction, documentId, page, CancellationToken.None);
    });

    /// <summary>Records that a page cannot be read.</summary>
    public Task FailPageAsync(int number, JobError error) => WriteAsync(async transaction =>
    {
        await PageRecords.BeginAsync(transaction, documentId, number, CancellationToken.None);
        await Records.FailAsync(transaction, documentId, number, error.Type, error.Message, CancellationToken.None);
    });

    public Task FailPageAsync(int number, string type, string message) => WriteAsync(transaction =>
        Records.FailAsync(transaction, documentId, number, type, message, CancellationToken.None));

    /// <summary>Releases the job, as a worker that shuts down does.</summary>
    public Task ReleaseAsync() => WriteAsync(transaction =>
        SetJobAsync(transaction, "state = 'retry', node_id = NULL, interruptions = interruptions + 1"));

    public Task CompleteAsync() => WriteAsync(async transaction =>
    {
        await SetJobAsync(transaction, "state = 'completed', node_id = NULL, finished_at = now()");
        await _progress.CompleteAsync(transaction, documentId, CancellationToken.None);
    });

    public Task FailAsync(JobError error) => WriteAsync(async transaction =>
    {
        await SetJobAsync(transaction, "state = 'failed', node_id = NULL, finished_at = now(), error_type = 'x', error_message = 'x'");
        await _progress.FailAsync(transaction, documentId, error, CancellationToken.None);
    });

    /// <summary>Stores a PDF that is the upload and five bytes more.</summary>
    /// <param name="size">Bytes of the upload.</param>
    public async Task StorePdfAsync(long size)
    {
        var added = Path.GetTempFileName();
        await File.WriteAllTextAsync(added, "added");
        await WriteAsync(transaction => PdfPieces.WriteAsync(
            transaction, documentId, new PdfAssembly([new PdfPart(size, 0), new PdfPart(5, null)], added), CancellationToken.None));
        File.Delete(added);
    }

    private async Task WriteAsync(Func<NpgsqlTransaction, Task> write)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await write(transaction);
        await transaction.CommitAsync();
        services.GetRequiredService<INotifications>().Publish(DocumentNotifications.Topic, documentId);
    }

    private async Task SetJobAsync(NpgsqlTransaction transaction, string assignments)
    {
        await using var command = new NpgsqlCommand(
            $"UPDATE jobs SET {assignments} WHERE id = (SELECT job_id FROM documents WHERE id = $1)", transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = documentId });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}

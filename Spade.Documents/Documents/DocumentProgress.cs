using Npgsql;
using Spade.Jobs.Handlers;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Documents;

/// <summary>Changes a document's status on behalf of its job, and adds the event of each change. Every method joins the caller's fenced
/// transaction and may be repeated.</summary>
public static class DocumentProgress
{
    /// <summary>Marks the document as running, with this many pages to recognise.</summary>
    public static async Task StartAsync(
        NpgsqlTransaction transaction, string documentId, int pagesTotal, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DocumentProgressSql.Start).WithText(documentId).With(pagesTotal);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks the document as completed.</summary>
    /// <exception cref="PostgresException">A page has not ended, or none was read: the constraint
    /// <c>documents_completed_has_all_pages</c> or <c>documents_completed_has_a_page</c> is violated.</exception>
    public static async Task CompleteAsync(NpgsqlTransaction transaction, string documentId, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DocumentProgressSql.Complete).WithText(documentId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks the document as failed and stores why.</summary>
    public static async Task FailAsync(
        NpgsqlTransaction transaction, string documentId, JobError error, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DocumentProgressSql.Fail)
            .WithText(documentId).WithText(error.Type).WithText(error.Message);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks the document of a job as failed and stores why. For a job whose payload cannot be read.</summary>
    /// <returns>The document's content id; null when no unfinished document has this job.</returns>
    public static async Task<string?> FailAsync(
        NpgsqlTransaction transaction, Guid jobId, JobError error, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DocumentProgressSql.FailByJob)
            .With(jobId).WithText(error.Type).WithText(error.Message);
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }
}

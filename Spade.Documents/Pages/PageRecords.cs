using Npgsql;
using NpgsqlTypes;
using Spade.Jobs.Handlers;

namespace Spade.Documents.Pages;

/// <summary>One page's result.</summary>
/// <param name="Number">Page number in the document, from 1.</param>
/// <param name="Text">Recognised text, UTF-8, no form feed.</param>
/// <param name="Confidence">Mean word confidence, 0 to 100; null when the page has no words.</param>
public sealed record RecognizedPage(int Number, string Text, double? Confidence);

/// <summary>The statements by which a job moves its document on. Each joins the caller's fenced transaction and is safe to repeat.</summary>
public static class PageRecords
{
    /// <summary>Marks the document as running with this many pages to recognise.</summary>
    public static Task StartAsync(NpgsqlTransaction transaction, string documentId, int pagesTotal, CancellationToken cancellationToken) =>
        ExecuteAsync(transaction, PageSql.Start, cancellationToken, Text(documentId), Number(pagesTotal));

    /// <summary>Notes that recognition of a page begins.</summary>
    /// <returns>How many times this page has been begun, this time included: above 1, it is repeated work.</returns>
    public static async Task<int> BeginAsync(
        NpgsqlTransaction transaction, string documentId, int page, CancellationToken cancellationToken)
    {
        await using var command = Command(transaction, PageSql.Begin, Text(documentId), Number(page));
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Stores a page's result and counts it, once.</summary>
    public static Task FinishAsync(
        NpgsqlTransaction transaction, string documentId, RecognizedPage page, CancellationToken cancellationToken) =>
        ExecuteAsync(
            transaction, PageSql.Finish, cancellationToken,
            Text(documentId), Number(page.Number), Text(page.Text),
            new NpgsqlParameter { Value = page.Confidence ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Double });

    /// <summary>Marks the document as completed.</summary>
    /// <exception cref="PostgresException">Not every page is finished: a CHECK constraint refuses.</exception>
    public static Task CompleteAsync(NpgsqlTransaction transaction, string documentId, CancellationToken cancellationToken) =>
        ExecuteAsync(transaction, PageSql.Complete, cancellationToken, Text(documentId));

    /// <summary>Marks the document as failed and says why.</summary>
    public static Task FailAsync(
        NpgsqlTransaction transaction, string documentId, JobError error, CancellationToken cancellationToken) =>
        ExecuteAsync(transaction, PageSql.Fail, cancellationToken, Text(documentId), Text(error.Type), Text(error.Message));

    /// <summary>As the other, for a job whose payload cannot be read.</summary>
    /// <returns>The document's id; null when there is none that waits for this job.</returns>
    public static async Task<string?> FailAsync(NpgsqlTransaction transaction, Guid jobId, JobError error, CancellationToken cancellationToken)
    {
        await using var command = Command(
            transaction, PageSql.FailByJob, new NpgsqlParameter<Guid> { TypedValue = jobId }, Text(error.Type), Text(error.Message));
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(
        NpgsqlTransaction transaction, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(transaction, sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlTransaction transaction, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };
}

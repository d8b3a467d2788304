using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Pages;

/// <summary>Stores pages on behalf of their document's job. Every method joins the caller's fenced transaction and may be
/// repeated.</summary>
public static class PageRecords
{
    /// <summary>Records that recognition of a page begins.</summary>
    /// <returns>How many times it has begun, this time included; above 1, work is repeated.</returns>
    public static async Task<int> BeginAsync(
        NpgsqlTransaction transaction, string documentId, int page, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(PageSql.Begin).WithText(documentId).With(page);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Stores a page's result. A page that is finished already keeps the result it has.</summary>
    public static async Task FinishAsync(
        NpgsqlTransaction transaction, string documentId, RecognizedPage page, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(PageSql.Finish)
            .WithText(documentId).With(page.Number).WithText(page.Text).With(page.Confidence);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

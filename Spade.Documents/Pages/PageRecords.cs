using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Documents.Tenants;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Pages;

/// <summary>Stores pages on behalf of their document's job, and counts those that end for the tenant's quota of pages. Every method joins
/// the caller's fenced transaction and may be repeated.</summary>
public sealed class PageRecords(IOptions<QuotaOptions> quotas)
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
    public async Task FinishAsync(
        NpgsqlTransaction transaction, string documentId, RecognizedPage page, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(PageSql.Finish)
            .WithText(documentId).With(page.Number).With(quotas.Value.PagesPerDay).WithText(page.Text).With(page.Confidence)
            .WithBytes(PageLayoutFormat.Write(page.Layout)).WithText(page.Preview.ContentType).WithBytes(page.Preview.Data);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Records that a page cannot be read. A page that has ended already stays as it is.</summary>
    public async Task FailAsync(
        NpgsqlTransaction transaction, string documentId, int page, string errorType, string errorMessage,
        CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(PageSql.Fail)
            .WithText(documentId).With(page).With(quotas.Value.PagesPerDay).WithText(errorType).WithText(errorMessage);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

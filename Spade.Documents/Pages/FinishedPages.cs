using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Pages;

/// <summary>Tells which pages of a document are recognised.</summary>
public sealed class FinishedPages(NpgsqlDataSource database)
{
    /// <summary>The numbers of the finished pages, in order.</summary>
    public async Task<IReadOnlyList<int>> ReadAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PageSql.FinishedPages).WithText(documentId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var numbers = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
            numbers.Add(reader.GetInt32(0));
        return numbers;
    }
}

using Npgsql;

namespace Spade.Documents.Pages;

internal static class FinishedPages
{
    /// <summary>The numbers of the pages that are recognised, in order.</summary>
    internal static async Task<IReadOnlyList<int>> ReadAsync(
        NpgsqlDataSource database, string documentId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PageSql.FinishedPages);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = documentId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var numbers = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
            numbers.Add(reader.GetInt32(0));
        return numbers;
    }
}

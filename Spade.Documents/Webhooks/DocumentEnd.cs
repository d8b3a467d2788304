using Npgsql;

namespace Spade.Documents.Webhooks;

/// <summary>A document that has just completed, failed or been cancelled: what its event tells, and who receives it.</summary>
internal sealed record DocumentEnd
{
    public required string DocumentId { get; init; }
    public required string Tenant { get; init; }

    /// <summary>completed, failed or cancelled.</summary>
    public required string Status { get; init; }
    public string? FileName { get; init; }
    public required int PagesDone { get; init; }
    public required int PagesFailed { get; init; }
    public int? PagesTotal { get; init; }
    public string? ErrorType { get; init; }
    public string? ErrorMessage { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime CompletedAt { get; init; }

    /// <summary>The receiver that the upload named; null for none.</summary>
    public string? Callback { get; init; }

    /// <summary>The tenant's own receiver; null for none.</summary>
    public string? TenantUrl { get; init; }

    /// <summary>Every receiver, each once.</summary>
    public IEnumerable<string> Receivers =>
        new[] { Callback, TenantUrl }.OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Executes a statement that ends with <see cref="DocumentEndSql.AddStatus"/>.</summary>
    /// <returns>Null when it changed no document.</returns>
    public static async Task<DocumentEnd?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new DocumentEnd
        {
            DocumentId = reader.GetString(0),
            Tenant = reader.GetString(1),
            Status = reader.GetString(2),
            FileName = Text(reader, 3),
            PagesDone = reader.GetInt32(4),
            PagesFailed = reader.GetInt32(5),
            PagesTotal = reader.IsDBNull(6) ? null : reader.GetInt32(6),
            ErrorType = Text(reader, 7),
            ErrorMessage = Text(reader, 8),
            CreatedAt = reader.GetDateTime(9),
            CompletedAt = reader.GetDateTime(10),
            Callback = Text(reader, 11),
            TenantUrl = Text(reader, 12),
        };
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

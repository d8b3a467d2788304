using Npgsql;

namespace Spade.Jobs.Postgres;

/// <summary>Reads what the server says after the last row.</summary>
internal static class ReaderEnd
{
    /// <summary>Skips the remaining results. Whether the server could commit comes last, and closing a reader may swallow that.</summary>
    public static async Task ReadToEndAsync(this NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }
}

using Npgsql;

namespace Spade.Jobs.Postgres;

/// <summary>Reads the server's messages after the last row.</summary>
internal static class ReaderEnd
{
    /// <summary>Skips the remaining results. An error of the commit comes last, and closing the reader may swallow it.</summary>
    public static async Task ReadToEndAsync(this NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }
}

using Npgsql;

namespace Spade.Jobs.Postgres;

/// <summary>Asks the queue's database something easy: an exception alone does not say whether a statement or the database is to
/// blame.</summary>
internal sealed class DatabaseProbe(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>For a connection and the answer together.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const int AnswerLimitSeconds = 3;

    /// <summary>The statement of the health check: "on" for a stand-by, too, and for a server that was closed to writes.</summary>
    private const string ReadOnly = "SHOW transaction_read_only";

    /// <summary>True when the database answers and takes writes.</summary>
    public async Task<bool> IsUsableAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await using var connection = await database.OpenConnectionAsync(limit.Token);
            await using var command = connection.Command(ReadOnly);
            command.CommandTimeout = AnswerLimitSeconds;
            return await command.ExecuteScalarAsync(limit.Token) is "off";
        }
        catch (Exception)
        {
            return false;
        }
    }
}

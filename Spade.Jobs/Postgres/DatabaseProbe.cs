using Npgsql;

namespace Spade.Jobs.Postgres;

/// <summary>Asks the queue's database something easy: an exception alone does not say whether a statement or the database is to blame.</summary>
internal sealed class DatabaseProbe(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>For a connection and the answer together.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const int AnswerLimitSeconds = 3;

    /// <summary>True in a session that can write nothing: on a stand-by, or on a server that was closed to writes.</summary>
    private const string IsReadOnly = "SELECT current_setting('transaction_read_only')::bool";

    /// <summary>True when the database answers and takes writes.</summary>
    public async Task<bool> IsUsableAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await using var connection = await database.OpenConnectionAsync(limit.Token);
            await using var command = connection.Command(IsReadOnly);
            command.CommandTimeout = AnswerLimitSeconds;
            return await command.ExecuteScalarAsync(limit.Token) is false;
        }
        catch (Exception)
        {
            return false;
        }
    }
}

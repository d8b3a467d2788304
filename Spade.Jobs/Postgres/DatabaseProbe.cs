using Npgsql;

namespace Spade.Jobs.Postgres;

/// <summary>Runs a trivial statement on the queue's database, because an exception alone does not show whether a statement or the database
/// is the cause.</summary>
internal sealed class DatabaseProbe(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Time limit for the connection and the statement together.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const int AnswerLimitSeconds = 3;

    /// <summary>The health check's statement. It returns "on" for a standby and for a read-only server.</summary>
    private const string ReadOnly = "SHOW transaction_read_only";

    /// <summary>True when the database responds and accepts writes.</summary>
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

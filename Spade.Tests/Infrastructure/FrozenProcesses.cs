using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Spade.Tests.Infrastructure;

/// <summary>A PostgreSQL server that hangs: SIGSTOP stops all its processes until disposed. Its sockets stay open.</summary>
public sealed class FrozenProcesses : IDisposable
{
    private readonly string[] _processes;

    private FrozenProcesses(string[] processes)
    {
        _processes = processes;
        Signal("-STOP");
    }

    public static async Task<FrozenProcesses> OfAsync(TestPostgres postgres)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        // The postmaster first, or it would start new backends for new connections.
        await using var command = source.CreateCommand(
            "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int "
            + "UNION ALL SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
        await using var reader = await command.ExecuteReaderAsync();
        var processes = new List<string>();
        while (await reader.ReadAsync())
            processes.Add(reader.GetInt32(0).ToString(CultureInfo.InvariantCulture));
        return new FrozenProcesses([.. processes]);
    }

    public void Dispose() => Signal("-CONT");

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, .. _processes]);
        kill.WaitForExit();
    }
}

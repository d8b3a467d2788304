using System.Globalization;
using Npgsql;
using Spade.Rehearsal.Machine;

namespace Spade.Tests.Infrastructure;

/// <summary>A PgBouncer for one test in front of the tests' PostgreSQL, with Debian's defaults except for its pool mode. It refuses to
/// run as root, so root runs it as the <c>postgres</c> user.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spade-test-pgbouncer-").FullName;
    private readonly ChildProcess _process;
    private readonly int _port;

    private PgBouncer(TestPostgres postgres, string mode)
    {
        _port = FreePort.Take();
        var settings = Path.Combine(_folder, "pgbouncer.ini");
        File.WriteAllText(Path.Combine(_folder, "users.txt"), "\"postgres\" \"\"\n");
        File.WriteAllText(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={postgres.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {_port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {_folder}/users.txt
            pool_mode = {mode}
            """));
        _process = Environment.UserName == "root"
            ? StartAsPostgres(settings)
            : ChildProcess.Start(Program, new Dictionary<string, string?>(), settings);
    }

    public static async Task<PgBouncer> StartAsync(TestPostgres postgres, string mode)
    {
        var bouncer = new PgBouncer(postgres, mode);
        await bouncer._process.WaitForLineAsync("process up");
        return bouncer;
    }

    /// <summary>The connection string to the same database through this pooler.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Port = _port }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // Debian installs it in a folder that only root has on its PATH.
    private static string Program => File.Exists("/usr/sbin/pgbouncer")
        ? "/usr/sbin/pgbouncer"
        : throw new InvalidOperationException("The tests need PgBouncer. Install it with: apt-get install pgbouncer");

    private ChildProcess StartAsPostgres(string settings)
    {
        using (var chown = System.Diagnostics.Process.Start("chown", ["-R", "postgres", _folder]))
            chown.WaitForExit();
        return ChildProcess.Start(
            "setpriv", new Dictionary<string, string?>(), "--reuid=postgres", "--regid=postgres", "--init-groups", Program, settings);
    }
}

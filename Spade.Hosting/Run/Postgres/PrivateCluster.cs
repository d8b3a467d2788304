using System.Globalization;
using Aspire.Hosting.Run.Processes;

namespace Aspire.Hosting.Run.Postgres;

/// <summary>A PostgreSQL cluster that belongs to one server resource: its folder, its programs, its user.</summary>
/// <param name="name">Name of the resource.</param>
/// <param name="folder">Folder that holds the data folder and nothing of anybody else's.</param>
/// <param name="programs">Installation that runs it.</param>
/// <param name="account">User that runs it.</param>
/// <param name="guard">Told of every process.</param>
internal sealed class PrivateCluster(string name, string folder, PostgresPrograms programs, PostgresAccount account, Guard guard)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal string DataFolder => Path.Combine(folder, "data");

    /// <summary>A file that is there as long as the cluster's init files have not been run to their end.</summary>
    internal string InitMark => Path.Combine(folder, "init-pending");

    internal bool Exists => Directory.Exists(DataFolder);

    /// <summary>Whether the running server takes connections: it says so in the eighth line of its pid file, where pg_ctl looks as well. Asking
    /// by connecting would leave a FATAL line in the log for each time it was too early.</summary>
    internal bool IsReady
    {
        get
        {
            var file = Path.Combine(DataFolder, "postmaster.pid");
            return File.Exists(file) && File.ReadLines(file).ElementAtOrDefault(7)?.Trim() == "ready";
        }
    }

    /// <summary>How to lose the data and go on.</summary>
    internal string StartAfresh => $"to start afresh, without the data, remove it: rm -rf {folder}";

    /// <summary>Makes the cluster. It is made beside its place and moved there when it is whole, so that a kill in between leaves nothing that
    /// looks like a cluster.</summary>
    internal async Task CreateAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(folder, "data.new");
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        var passwordFile = Path.Combine(folder, "password.new");
        try
        {
            WritePassword(passwordFile, password);
            await RunInitDbAsync(
                ["-D", draft, "-U", userName, "-A", "scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8"], cancellationToken);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(draft, DataFolder);
    }

    /// <summary>Starts the server. Durability stays as PostgreSQL ships it; connections come from this machine only, and there is no socket
    /// in a folder that others use.</summary>
    internal SessionProcess Start(int port, Action<string, bool> output)
    {
        var (program, arguments) = account.Command(
            programs.Server, "-D", DataFolder, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            // Several replicas of every service, each with a pool of its own, and room for psql.
            "-c", "max_connections=200",
            // To the console of the AppHost, in one stream, whatever postgresql.conf says.
            "-c", "logging_collector=off", "-c", "log_destination=stderr", "-c", "log_line_prefix=", "-c", "log_checkpoints=off");
        var server = SessionProcess.Start(new(name, program, arguments, folder, NoVariables, SessionKind.Postgres), guard, output);
        server.LetRun();
        return server;
    }

    private static readonly Dictionary<string, string> NoVariables = [];

    private void WritePassword(string file, string password)
    {
        File.Delete(file);
        using (var writer = new StreamWriter(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            writer.Write(password);
        account.Own(file);
    }

    private async Task RunInitDbAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var (program, all) = account.Command(programs.InitDb, arguments);
        var words = new ServerWords();
        await using var process = SessionProcess.Start(new(name, program, all, folder, NoVariables), guard, (line, _) => words.Heard(line));
        process.LetRun();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            process.KillRest();
        }

        await process.DrainOutputAsync();
        if (process.ExitCode != 0)
            throw new DistributedApplicationException($"'{name}': initdb cannot make a PostgreSQL cluster in {folder}: {words.Last}");
    }
}

using Npgsql;

namespace Spade.Hosting.LocalPostgres;

/// <summary>Creates a private PostgreSQL cluster, and starts and stops its server.</summary>
internal sealed partial class LocalCluster(
    PostgresServerResource server, ClusterFolder folder, IReadOnlyList<PostgresPrograms> installed, PostgresAccount account, int port,
    TimeProvider time) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Crash recovery replays the log since the last checkpoint; two minutes are ample for development data.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(30);

    // A fast shutdown flushes memory, which can take this long on a slow disk. After an immediate one the next start recovers.
    private static readonly TimeSpan FastLimit = TimeSpan.FromSeconds(30), ImmediateLimit = TimeSpan.FromSeconds(5);

    private PostgresPrograms? _programs;
    private PostgresProcess? _process;
    private bool _isCleared;

    internal PostgresProcess? Process => _process;

    internal string Folder => folder.Path;

    /// <summary>Locks the folder for this AppHost and finds the programs that fit its data.</summary>
    /// <exception cref="DistributedApplicationException">The folder is in use or not writable, or its version is not installed.</exception>
    internal void Take()
    {
        folder.Take(account);
        _programs = PostgresPrograms.For(folder, installed);
    }

    /// <summary>Creates the cluster if there is none, starts the server, and returns when it accepts connections.</summary>
    /// <exception cref="DistributedApplicationException">It failed; the message says why and what to do.</exception>
    internal async Task StartAsync(ILogger logger, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder.Data))
            await LeftOverServer.StopAsync(folder, time, cancellationToken);
        if (!_isCleared)
            folder.Clear();
        _isCleared = true;
        if (!Directory.Exists(folder.Data))
            await CreateAsync(logger, cancellationToken);

        _process?.Dispose();
        _process = Start(_programs!.Server, ServerArguments(), logger);
        _process.EndWithAppHost(folder.Data);
        await WaitUntilReadyAsync(_process, cancellationToken);
    }

    /// <summary>Fast shutdown: closes all connections and writes everything.</summary>
    internal async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
            return;
        _ = await process.EndAsync(UnixSignal.SIGINT, FastLimit, time)
            || await process.EndAsync(UnixSignal.SIGQUIT, ImmediateLimit, time)
            || await process.EndAsync(UnixSignal.SIGKILL, ImmediateLimit, time);
    }

    public void Dispose()
    {
        _process?.Dispose();
        folder.Dispose();
    }

    private IEnumerable<string> ServerArguments() =>
    [
        "-D", folder.Data, "-p", port.ToString(CultureInfo.InvariantCulture),
        // Loopback only, and no socket file in a shared folder.
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        // Enough for several replicas of every service, each with its own pool, and psql.
        "-c", "max_connections=200",
        // All output goes to stderr, whatever postgresql.conf says.
        "-c", "logging_collector=off", "-c", "log_destination=stderr", "-c", "log_line_prefix=", "-c", "log_checkpoints=off",
    ];

    /// <summary>Creates the cluster under a temporary name and renames it when complete, so that a kill leaves no half-made
    /// cluster.</summary>
    private async Task CreateAsync(ILogger logger, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(folder.Path, "data.new");
        var passwordFile = Path.Combine(folder.Path, "password.new");
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        try
        {
            await WritePasswordAsync(passwordFile, cancellationToken);
            var user = await server.UserNameReference.GetValueAsync(cancellationToken) ?? "postgres";
            using var initDb = Start(
                _programs!.InitDb,
                ["-D", draft, "-U", user, "-A", "scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8"],
                logger);
            // Killing initdb on cancellation is safe: its folder is still the temporary one.
            await using var cancelled = cancellationToken.Register(() => UnixSignals.Send(initDb.Id, UnixSignal.SIGKILL));
            await initDb.WaitForExitAsync(cancellationToken);
            if (initDb.ExitCode != 0)
                throw new DistributedApplicationException($"'{server.Name}': initdb cannot make {folder.Data}: {initDb.Reason}");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(draft, folder.Data);
    }

    private PostgresProcess Start(string program, IEnumerable<string> arguments, ILogger logger) =>
        PostgresProcess.Start(account.Command(program, arguments), folder.Path, line => Log.Said(logger, line));

    private async Task WritePasswordAsync(string file, CancellationToken cancellationToken)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        await using (var writer = new StreamWriter(file, options))
            await writer.WriteAsync(await server.PasswordParameter.GetValueAsync(cancellationToken));
        account.Own(file);
    }

    private async Task WaitUntilReadyAsync(PostgresProcess process, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(StartLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (!IsReady() || !await AnswersAsync(either.Token))
            {
                if (process.HasExited)
                {
                    // Waits for the output as well, which holds the reason.
                    await process.WaitForExitAsync(either.Token);
                    if (process.Reason.Contains("TCP/IP", StringComparison.Ordinal))
                    {
                        throw new DistributedApplicationException($"'{server.Name}': port {port} of 127.0.0.1 is taken "
                            + $"({process.Reason}): start again, or give AddPostgres another port.");
                    }

                    throw new DistributedApplicationException(
                        $"'{server.Name}': PostgreSQL cannot start on {folder.Data}: {process.Reason.TrimEnd('.')}. "
                        + $"If the data is damaged, {folder.HowToStartAfresh}");
                }

                await Task.Delay(ReadyPoll, time, either.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new DistributedApplicationException(
                $"'{server.Name}': PostgreSQL on {folder.Data} takes no connections after {StartLimit.TotalSeconds} s. "
                + $"If the data is damaged, {folder.HowToStartAfresh}");
        }
    }

    /// <summary>Whether the server accepts connections, by the eighth line of its pid file, which pg_ctl reads too. Each connection
    /// attempt made too early would leave a FATAL line in the log.</summary>
    private bool IsReady()
    {
        try
        {
            return File.ReadLines(folder.PidFile).ElementAtOrDefault(7)?.Trim() == "ready";
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var given = await server.ConnectionStringExpression.GetValueAsync(cancellationToken);
        var settings = new NpgsqlConnectionStringBuilder(given) { Database = "postgres", Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new DistributedApplicationException(
                $"'{server.Name}': the password of '{settings.Username}' is not the one that the data in {folder.Path} was made with: "
                + $"set Parameters:{server.PasswordParameter.Name} to the old one, or {folder.HowToStartAfresh}",
                exception);
        }
        catch (NpgsqlException)
        {
            // The server has just ended; the caller reports why.
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Line}")]
        internal static partial void Said(ILogger logger, string line);
    }
}

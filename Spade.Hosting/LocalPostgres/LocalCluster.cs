using Npgsql;

namespace Spade.Hosting.LocalPostgres;

/// <summary>A private PostgreSQL cluster: makes it, starts its server, stops it.</summary>
internal sealed partial class LocalCluster(
    PostgresServerResource server, ClusterFolder folder, IReadOnlyList<PostgresPrograms> installed, PostgresAccount account, int port,
    TimeProvider time) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Recovery after a kill replays at most a checkpoint's distance of the log; this is beyond any that a developer's data needs.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(30);

    // A fast shutdown writes what is in memory, and a slow disk may need this long. Then the immediate one, which the next start repairs.
    private static readonly TimeSpan FastLimit = TimeSpan.FromSeconds(30), ImmediateLimit = TimeSpan.FromSeconds(5);

    private PostgresPrograms? _programs;
    private PostgresProcess? _process;
    private bool _isCleared;

    internal PostgresProcess? Process => _process;

    internal string Folder => folder.Path;

    /// <summary>Takes the folder for this AppHost, and sees that there are programs for what is in it.</summary>
    /// <exception cref="DistributedApplicationException">It cannot.</exception>
    internal void Take()
    {
        folder.Take(account);
        _programs = PostgresPrograms.For(folder, installed);
    }

    /// <summary>Makes the cluster when there is none, starts the server, and returns when it answers.</summary>
    /// <exception cref="DistributedApplicationException">It cannot; the message says why and what to do.</exception>
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

    /// <summary>Fast shutdown: connections are cut, everything is written.</summary>
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
        // Connections come from this machine only, and there is no socket in a folder that others use.
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        // Several replicas of every service, each with a pool of its own, and room for psql.
        "-c", "max_connections=200",
        // One stream, to us, whatever postgresql.conf says.
        "-c", "logging_collector=off", "-c", "log_destination=stderr", "-c", "log_line_prefix=", "-c", "log_checkpoints=off",
    ];

    /// <summary>The cluster is made beside its place and moved there when it is whole: a kill in between leaves nothing that looks like
    /// a cluster.</summary>
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
            // A cancelled one is killed: nobody waits for a cluster that is not moved into its place.
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
                    // For its last words.
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

    /// <summary>Whether the server takes connections: it says so in the eighth line of its pid file, where pg_ctl looks as well. Asking by
    /// connecting would leave a FATAL line in the log for each time it was too early.</summary>
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
            // It has just gone again; its exit tells why.
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Line}")]
        internal static partial void Said(ILogger logger, string line);
    }
}

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Postgres;
using Aspire.Hosting.Run.Lifecycle;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Aspire.Hosting.Run.Postgres;

/// <summary>A PostgreSQL server on this machine.</summary>
internal sealed partial class PostgresServerLife(PostgresServerResource server, PrivateCluster cluster, RunTools tools) : ResourceLife(server, tools)
{
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(30);

    /// <summary>A fast shutdown writes what is in memory; a slow disk may need this long. Then the immediate one, which the next start repairs.</summary>
    private static readonly TimeSpan FastLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ImmediateLimit = TimeSpan.FromSeconds(5);

    private readonly ServerWords _words = new();

    protected override async Task LiveAsync(CancellationToken stopping)
    {
        if (!cluster.Exists)
            await CreateAsync(stopping);
        await LeftOverServer.StopAsync(cluster.DataFolder, Tools.Clock, Logger, stopping);
        await using var process = cluster.Start(server.PrimaryEndpoint.Port, Heard);
        try
        {
            await WaitUntilReadyAsync(process, stopping);
            await InitializeAsync(stopping);
            Log.Started(Logger, process.Id, server.PrimaryEndpoint.EndpointAnnotation.AllocatedEndpoint!.EndPointString, cluster.DataFolder);
            await TellConnectionStringAsync(stopping);
            await PublishRunningAsync();
            await PublishAsync(snapshot => snapshot with { ProcessId = process.Id });
            await RunAsync(process, stopping);
        }
        finally
        {
            await StopAsync(process);
        }
    }

    private void Heard(string line, bool isError)
    {
        _words.Heard(line);
        Tools.Logs.Write(server.Name, line, isError);
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        Log.Creating(Logger, cluster.DataFolder);
        if (server.HasAnnotationOfType<InitFilesAnnotation>())
            await File.WriteAllTextAsync(cluster.InitMark, "", cancellationToken);
        await cluster.CreateAsync(
            (await server.UserNameReference.GetValueAsync(cancellationToken))!,
            (await server.PasswordParameter.GetValueAsync(cancellationToken))!,
            cancellationToken);
    }

    /// <summary>The mark outlives a kill in the middle, so that nobody takes half a database for a whole one.</summary>
    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(cluster.InitMark))
            return;
        await InitFiles.RunAsync(server, cluster.StartAfresh, cancellationToken);
        File.Delete(cluster.InitMark);
    }

    private async Task WaitUntilReadyAsync(SessionProcess process, CancellationToken cancellationToken)
    {
        IResourceWithConnectionString resource = server;
        var settings = new NpgsqlConnectionStringBuilder(await resource.GetConnectionStringAsync(cancellationToken))
        {
            Database = "postgres", Pooling = false, Timeout = 5,
        };
        var exited = process.WaitForExitAsync(cancellationToken);
        while (!cluster.IsReady || !await AnswersAsync(settings, cancellationToken))
        {
            if (exited.IsCompletedSuccessfully)
            {
                await process.DrainOutputAsync();
                throw new DistributedApplicationException($"'{server.Name}': PostgreSQL cannot start on {cluster.DataFolder}: {_words.Last} If the data is damaged: {cluster.StartAfresh}");
            }

            await Task.Delay(ReadyPoll, Tools.Clock, cancellationToken);
        }
    }

    private async Task<bool> AnswersAsync(NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new DistributedApplicationException(
                $"'{server.Name}': the password of '{settings.Username}' is not the one that the data in {cluster.DataFolder} was made with: give the old one, or {cluster.StartAfresh}", exception);
        }
        catch (NpgsqlException)
        {
            // It has just gone again; its exit tells why.
            return false;
        }
    }

    private async Task RunAsync(SessionProcess process, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var health = Tools.Health.WatchAsync(server, ended.Token);
        await process.WaitForExitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
            Log.Died(Logger, process.ExitCode);
        await ended.CancelAsync();
        await health.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StopAsync(SessionProcess process)
    {
        await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Stopping });
        await EndAsync(process, Signals.Interrupt, FastLimit);
        await EndAsync(process, Signals.Quit, ImmediateLimit);
        await EndAsync(process, Signals.Kill, ImmediateLimit);
        // Whoever restarted the server by hand has started one that is no child of ours.
        await LeftOverServer.StopAsync(cluster.DataFolder, Tools.Clock, Logger, CancellationToken.None);
        await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Exited, ExitCode = process.ExitCode, ProcessId = null });
        Log.Stopped(Logger, process.ExitCode);
    }

    private async Task EndAsync(SessionProcess process, int signal, TimeSpan limit)
    {
        using var time = new CancellationTokenSource(limit, Tools.Clock);
        process.Send(signal);
        await process.WaitForExitAsync(time.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "making a PostgreSQL cluster in {Folder}")]
        internal static partial void Creating(ILogger logger, string folder);

        [LoggerMessage(LogLevel.Information, "started as process {ProcessId}, {Address}, data in {Folder}")]
        internal static partial void Started(ILogger logger, int processId, string address, string folder);

        [LoggerMessage(LogLevel.Error, "ended by itself with exit code {ExitCode}; the others run on")]
        internal static partial void Died(ILogger logger, int exitCode);

        [LoggerMessage(LogLevel.Information, "stopped with exit code {ExitCode}")]
        internal static partial void Stopped(ILogger logger, int exitCode);
    }
}

using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spade.Rehearsal.Machine;

namespace Spade.Rehearsal.Targets.Versions;

/// <summary>PostgreSQL alone, by the same integration as in Spade's AppHost: two versions of the services share it.</summary>
internal sealed class VersionDatabase(TimeProvider time) : IAsyncDisposable
{
    private const string Postgres = "postgres", Database = "spadedb", ProcessIdProperty = "executable.pid";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _data = new();
    private DistributedApplication? _application;

    internal string ConnectionString { get; private set; } = "";

    internal int ProcessId => Application.ResourceNotifications.TryGetCurrentState(Postgres, out var state)
        && state.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessIdProperty)?.Value is int processId
            ? processId
            : throw new TargetException("PostgreSQL does not run as a process of this machine, so that it cannot be killed.");

    private DistributedApplication Application => _application ?? throw new InvalidOperationException("PostgreSQL has not been started.");

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
            {
                Args = [$"--postgres:DataFolder={_data.FullPath}",
                    $"--Parameters:postgres-password={RandomNumberGenerator.GetHexString(32)}"],
                DisableDashboard = true,
                // Aspire finds the orchestrator through an AppHost's assembly.
                AssemblyName = "Spade.AppHost",
            });
            builder.Services.AddLogging(logging => logging.ClearProviders());
            var database = builder.AddPostgres(Postgres).RunAsLocalCluster().AddDatabase(Database);
            _application = builder.Build();
            await _application.StartAsync(cancellationToken);
            await _application.ResourceNotifications.WaitForResourceHealthyAsync(Database, cancellationToken)
                .WaitAsync(StartLimit, time, cancellationToken);
            ConnectionString = (await database.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken))!;
        }
        catch (Exception exception) when (exception is DistributedApplicationException or TimeoutException)
        {
            throw new TargetException($"PostgreSQL does not start: {exception.Message}", exception);
        }
    }

    internal async Task RestartAsync(CancellationToken cancellationToken)
    {
        var result = await Application.ResourceCommands.ExecuteCommandAsync(Postgres, KnownResourceCommands.RestartCommand,
            cancellationToken);
        if (!result.Success)
            throw new TargetException($"PostgreSQL does not restart: {result.Message}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _application.DisposeAsync();
        }

        _data.Dispose();
    }
}

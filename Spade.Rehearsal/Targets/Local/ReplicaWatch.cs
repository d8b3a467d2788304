using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Spade.Hosting.Replicas;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>Follows the processes that an AppHost runs, and keeps what its resources print.</summary>
internal sealed partial class ReplicaWatch(
    DistributedApplication application, IReadOnlyList<ReplicatedResource> services, IReadOnlyDictionary<string, string> versions,
    IReadOnlyDictionary<string, Uri> http2Addresses, LifeBook lives, string logs)
{
    private const string ProcessIdProperty = "executable.pid", Postgres = "postgres";

    private readonly ConcurrentDictionary<string, string> _ids = new();
    private readonly ConcurrentDictionary<string, bool> _logged = new();
    private readonly Dictionary<string, (ProjectResource Resource, string Service)> _replicas = services
        .SelectMany(service => service.Replicas.Select(replica => (replica, service.Name)))
        .ToDictionary(pair => pair.replica.Name);

    /// <summary>Process id of PostgreSQL; null before it runs, or when it runs in a container.</summary>
    internal int? DatabaseProcessId { get; private set; }

    /// <summary>The names of a service's replicas, the spare included.</summary>
    internal IEnumerable<string> Replicas(string service) =>
        _replicas.Where(pair => pair.Value.Service == service).Select(pair => pair.Key);

    /// <summary>The id that commands to a resource need: the orchestrator's, or its name.</summary>
    internal string IdOf(string resource) => _ids.GetValueOrDefault(resource, resource);

    /// <summary>Follows until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(logs);
        var readers = new List<Task>();
        try
        {
            await foreach (var update in application.ResourceNotifications.WatchAsync(cancellationToken))
            {
                _ids[update.Resource.Name] = update.ResourceId;
                if (update.Resource.Name == Postgres)
                    DatabaseProcessId = ProcessIdOf(update) ?? DatabaseProcessId;
                // Updates before the instance exists carry the resource's name as id.
                if ((_replicas.ContainsKey(update.Resource.Name) && update.ResourceId != update.Resource.Name)
                    || update.Resource.Name == Postgres || services.Any(service => service == update.Resource))
                    StartReading(update, readers, cancellationToken);
                if (_replicas.TryGetValue(update.Resource.Name, out var replica))
                    Follow(replica.Resource, replica.Service, update);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end.
        }

        await Task.WhenAll(readers);
    }

    private void Follow(ProjectResource resource, string service, ResourceEvent update)
    {
        if (ProcessIdOf(update) is not { } processId)
            return;
        var state = update.Snapshot.State?.Text;
        if (state == KnownResourceStates.Running && lives.Find(processId) is null)
        {
            lives.Begin(resource.Name, service, processId, AddressOf(resource), versions.GetValueOrDefault(service),
                http2Addresses.GetValueOrDefault(resource.Name));
        }

        if (lives.Find(processId) is not { } life)
            return;
        if (state == KnownResourceStates.Stopping)
            lives.BeginStop(life);
        else if (KnownResourceStates.TerminalStates.Contains(state) && life.Entry.ExitCode is null)
            life.Exit(update.Snapshot.ExitCode);
    }

    /// <summary>The endpoint's host is localhost, which also stands for an address of IPv6.</summary>
    private static Uri AddressOf(ProjectResource resource) =>
        new UriBuilder(resource.GetEndpoint("http").Url) { Host = IPAddress.Loopback.ToString() }.Uri;

    private static int? ProcessIdOf(ResourceEvent update) =>
        update.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessIdProperty)?.Value is { } value
            ? Convert.ToInt32(value, CultureInfo.InvariantCulture)
            : null;

    private void StartReading(ResourceEvent update, List<Task> readers, CancellationToken cancellationToken)
    {
        if (_logged.TryAdd(update.ResourceId, true))
            readers.Add(Task.Run(() => ReadLogAsync(update.Resource.Name, update.ResourceId, cancellationToken), CancellationToken.None));
    }

    private async Task ReadLogAsync(string resource, string id, CancellationToken cancellationToken)
    {
        await using var file = new StreamWriter(Path.Combine(logs, $"{resource}.log"), append: true) { AutoFlush = true };
        var loggers = application.Services.GetRequiredService<ResourceLoggerService>();
        try
        {
            await foreach (var lines in loggers.WatchAsync(id).WithCancellation(cancellationToken))
            {
                foreach (var line in lines)
                {
                    await file.WriteLineAsync(line.Content.AsMemory(), cancellationToken);
                    Signalled(line.Content, resource);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    /// <summary>The AppHost says when it sends a signal. Nothing outside of a process shows when one arrives.</summary>
    private void Signalled(string line, string resource)
    {
        if (Sent().Match(line) is { Success: true } sent
            && int.TryParse(sent.Groups["process"].Value, CultureInfo.InvariantCulture, out var processId))
            lives.Find(processId)?.Signal(sent.Groups["signal"].Value);
        else if (line.Contains("SIGKILL after ", StringComparison.Ordinal))
            lives.Current(resource)?.Signal("SIGKILL");
    }

    [GeneratedRegex(@"Stopping: (?<signal>SIG[A-Z]+) to process (?<process>[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Sent();
}

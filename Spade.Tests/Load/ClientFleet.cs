using Spade.Rehearsal.Connections;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Load;

/// <summary>Many clients in parallel: some keep their connection, some open one for every request, some upload.</summary>
internal sealed class ClientFleet : IAsyncDisposable
{
    private readonly FleetJournal _journal = new();
    private readonly CancellationTokenSource _stop;
    private readonly List<LoadClient> _clients = [];
    private readonly Task _running;

    private ClientFleet(LoadServer server, LoadPlan plan, CancellationToken cancellationToken)
    {
        LoopbackAddress.EndPointOf(server.Address);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> running = [];
        for (var n = 1; n <= plan.KeepAlive; n++)
            running.Add(Run(Reader($"keep-alive {n}", true, server, plan), plan.ThinkTime));
        for (var n = 1; n <= plan.Fresh; n++)
            running.Add(Run(Reader($"fresh {n}", false, server, plan), plan.ThinkTime));
        for (var n = 1; n <= plan.Uploads; n++)
            running.Add(Run(Uploader(n, server, plan), plan.UploadThinkTime));
        _running = Task.WhenAll(running);
    }

    /// <summary>How many requests have ended so far.</summary>
    public int Requests => _journal.Count;

    /// <summary>The report so far.</summary>
    public FleetReport Report => _journal.Report();

    /// <summary>Starts all clients; they run until stopped or until the token is cancelled.</summary>
    public static ClientFleet Start(LoadServer server, LoadPlan plan, CancellationToken cancellationToken = default) =>
        new(server, plan, cancellationToken);

    /// <summary>Waits until this many more requests have ended, so that what follows happens under load.</summary>
    public Task AfterRequestsAsync(int count)
    {
        var goal = Requests + count;
        return Eventually.HoldsAsync($"{count} more requests end", () => Task.FromResult(Requests >= goal), TimeSpan.FromMinutes(2));
    }

    /// <summary>Lets every client finish its request in flight and returns the report.</summary>
    public async Task<FleetReport> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        return Report;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var client in _clients)
            client.Dispose();
        _stop.Dispose();
    }

    private LoadClient Reader(string name, bool keepsAlive, LoadServer server, LoadPlan plan) =>
        new(name, new GetRequest(plan.Path), keepsAlive, server, plan.Patience, _journal);

    /// <summary>Of three uploaders, two keep their connection.</summary>
    private LoadClient Uploader(int number, LoadServer server, LoadPlan plan)
    {
        var style = (UploadStyle)((number - 1) % 3);
        var request = new UploadRequest(style, plan, _journal);
        return new LoadClient($"upload {number} ({style})", request, style != UploadStyle.Form, server, plan.Patience, _journal);
    }

    private Task Run(LoadClient client, TimeSpan thinkTime)
    {
        _clients.Add(client);
        // Not on the test runner's few threads.
        return Task.Run(() => client.RunAsync(thinkTime, _stop.Token), CancellationToken.None);
    }
}

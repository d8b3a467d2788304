using Spade.Tests.Load;

namespace Spade.Tests.Balancing;

/// <summary>A replica whose readiness the test sets. It answers all other requests with its name.</summary>
internal sealed class StubMember : IAsyncDisposable
{
    private readonly StubServer _server;
    private int _probes;
    private int _failuresToCome;

    public StubMember(string name, bool ready = true)
    {
        Name = name;
        Ready = ready;
        _server = StubServer.Start(ServeAsync);
    }

    public string Name { get; }

    public bool Ready { get; set; }

    /// <summary>How often its readiness was probed.</summary>
    public int Probes => _probes;

    public Uri Address => _server.Address;

    public void FailNextProbe() => Interlocked.Increment(ref _failuresToCome);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(StubConnection connection)
    {
        while (await connection.ReadHeadAsync() is { } head)
        {
            if (head.StartsWith("GET /health/ready ", StringComparison.Ordinal))
                await AnswerProbeAsync(connection);
            else
                await connection.AnswerAsync(200, Name);
        }
    }

    private async Task AnswerProbeAsync(StubConnection connection)
    {
        var fails = !Ready || Interlocked.Exchange(ref _failuresToCome, 0) > 0;
        await connection.AnswerAsync(fails ? 503 : 200);
        Interlocked.Increment(ref _probes);
    }
}

using Spade.Rehearsal.Balancing;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Restarts.Api;

/// <summary>Readers of events while every replica of the API is replaced, before and in the middle of their document.</summary>
public sealed class EventStreamRestartTests
{
    private const int Pages = 16;

    [Fact]
    public async Task Readers_miss_nothing_and_repeat_nothing_when_every_replica_is_replaced()
    {
        using var tesseract = new TesseractShim(TimeSpan.FromSeconds(1));
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        await using var balancer = TcpBalancer.Start(ProbeSettings.Default);
        // The balancer notices within a second; a shorter lame duck makes four restarts shorter.
        var quick = new ServiceOptions().With("Shutdown__LameDuck", "3").With("Shutdown__DirectCheck__Interval", "0.2");
        var replicas = await ApiFleet.StartAsync(system, balancer, quick);
        var (_, uploaded) = await system.UploadAsync(Samples.TwentyPages.FilePath, $"?pages=1-{Pages}");
        var id = uploaded.GetProperty("id").GetString()!;
        var readers = Enumerable.Range(0, 6).Select(_ => new EventReader(system.Api, id)).ToList();
        var following = readers.Select(reader => reader.FollowAsync()).ToList();
        await Eventually.HoldsAsync("every stream is open", () => Task.FromResult(readers.All(reader => reader.Streams > 0)));

        var ended = await replicas.RestartAllAsync();
        await system.LaunchWorkingAsync(tesseract.Options);
        await Eventually.HoldsAsync("a page is told", () => Task.FromResult(readers[0].Events.Count > 1), TimeSpan.FromMinutes(1));
        ended.AddRange(await replicas.RestartAllAsync());
        await Task.WhenAll(following).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.All(ended, end => Assert.Equal(0, end.Exit.Code));
        foreach (var reader in readers)
        {
            Assert.Equal(Enumerable.Range(1, Pages + 2), reader.Events.Select(item => (int)item.Id!));
            Assert.Equal("status completed", reader.Events[^1].ToString());
            Assert.InRange(reader.Streams, 2, int.MaxValue);
            Assert.All(reader.Retries, retry => Assert.Equal("1000", retry));
            Assert.InRange(reader.Retries.Count, 1, int.MaxValue);
            Assert.Empty(reader.Failures);
        }
    }
}

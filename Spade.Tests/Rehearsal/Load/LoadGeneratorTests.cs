using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using LoadPlan = Spade.Rehearsal.Load.LoadPlan;
using LoadServer = Spade.Rehearsal.Load.LoadServer;

namespace Spade.Tests.Rehearsal.Load;

/// <summary>The load of a rehearsal against servers that stall, break and repeat themselves.</summary>
public sealed class LoadGeneratorTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly LoadPlan Lists = new()
    {
        Rate = 100, Duration = TimeSpan.FromSeconds(1), Mix = new Dictionary<Operation, double> { [Operation.List] = 1 },
        Clients = new Dictionary<ClientKind, double> { [ClientKind.KeepAlive] = 1, [ClientKind.Fresh] = 1 },
    };

    [Fact]
    public async Task Requests_are_due_at_a_constant_rate_and_the_latency_of_a_stall_counts_from_then()
    {
        var open = new TaskCompletionSource();
        var arrived = 0;
        await using var server = StubServer.Start(async connection =>
        {
            while (await connection.ReadHeadAsync() is not null)
            {
                // Nothing is answered before the last of them has come, as in a stall of the whole second.
                if (Interlocked.Increment(ref arrived) >= 100)
                    open.TrySetResult();
                await open.Task;
                await connection.AnswerAsync(200);
            }
        });

        var requests = await LoadAsync(server, Lists);

        Assert.Equal(100, requests.Count);
        Assert.Equal(Enumerable.Range(1, 100).Select(number => (long)number), requests.Select(request => request.Number));
        Assert.All(requests.Index(), pair => Assert.Equal(
            pair.Index * 10, (pair.Item.IntendedAt - requests[0].IntendedAt).TotalMilliseconds, 0.5));
        Assert.All(requests, request => Assert.Equal((RequestOutcome.Answered, 200), (request.Outcome, request.Status)));
        // The first one waited for the last.
        Assert.True(requests[0].EndedAfter >= TimeSpan.FromMilliseconds(990), $"{requests[0].EndedAfter}");
        Assert.All(requests, request => Assert.InRange(request.SentAfter, TimeSpan.Zero, request.EndedAfter));
    }

    [Fact]
    public async Task Beyond_the_limit_of_requests_in_flight_a_request_fails_unsent_and_is_not_left_out()
    {
        var received = 0;
        await using var server = StubServer.Start(async connection =>
        {
            while (await connection.ReadHeadAsync() is not null)
                Interlocked.Increment(ref received);
        });

        var requests = await LoadAsync(server, Lists with { MaxInFlight = 10, Patience = TimeSpan.FromSeconds(3) });

        Assert.Equal(100, requests.Count);
        Assert.All(requests, request => Assert.Equal(RequestOutcome.TimedOut, request.Outcome));
        Assert.Equal(90, requests.Count(request => request.Detail == "Not sent: 10 requests were waiting for their response."));
        Assert.Equal(10, received);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_choices_and_another_one_does_not()
    {
        var plan = new LoadPlan();
        List<Choice> Make(int seed)
        {
            var choices = new Choices(plan with { Seed = seed });
            return [.. Enumerable.Range(0, 2_000).Select(_ => choices.Next())];
        }

        var first = await Task.Run(() => Make(1));
        Assert.Equal(first, Make(1));
        Assert.NotEqual(first, Make(2));
        // By weight: 45 of 100 are lists, 3 of 100 uploads.
        Assert.InRange(first.Count(choice => choice.Operation == Operation.List), 800, 1_000);
        Assert.InRange(first.Count(choice => choice.Operation >= Operation.Upload), 30, 100);
        Assert.Equal(Enum.GetValues<ClientKind>(), first.Select(choice => choice.Client).Distinct().Order());
    }

    [Fact]
    public async Task An_upload_without_an_answer_is_repeated_with_the_same_bytes_until_it_is_answered()
    {
        var bodies = new ConcurrentQueue<string>();
        await using var server = StubServer.Start(async connection =>
        {
            var head = (await connection.ReadHeadAsync())!;
            var length = int.Parse(head.Split("Content-Length: ")[1].Split("\r\n")[0], CultureInfo.InvariantCulture);
            bodies.Enqueue(await connection.ReadBytesAsync(length));
            // The first one is stored, and its answer is lost.
            if (bodies.Count == 1)
                connection.Reset();
            else if (bodies.Count == 2)
                await connection.AnswerAsync(503, header: "Connection: close\r\n");
            else
                await connection.AnswerAsync(200, $$"""{"id": "{{Id}}"}""", "Connection: close\r\n");
        });

        var journal = await JournalAsync(server, Uploads);

        var tries = journal.Entries.OfType<RequestEntry>().ToList();
        Assert.Equal(
            [(RequestOutcome.Reset, null, null), (RequestOutcome.Answered, 503, 1), (RequestOutcome.Answered, 200, 1L)],
            tries.Select(entry => (entry.Outcome, entry.Status, entry.Repeats)));
        Assert.Equal([1L, 2, 3], tries.Select(entry => entry.Number));
        Assert.Single(bodies.Distinct());
        var accepted = Assert.Single(journal.Entries.OfType<AcceptedEntry>());
        Assert.Equal((Id, 3L, false, "small", 1), (accepted.Document, accepted.Request, accepted.IsNew, accepted.Sample, accepted.Pages));
        var bytes = Encoding.Latin1.GetBytes(bodies.First());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), accepted.Content);
    }

    [Fact]
    public async Task An_upload_that_is_refused_for_a_reason_is_not_repeated()
    {
        await using var server = StubServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.AnswerAsync(
                429, """{"type": "queue-full"}""", "Connection: close\r\nContent-Type: application/problem+json\r\n");
        });

        var refused = Assert.Single((await JournalAsync(server, Uploads)).Entries.OfType<RequestEntry>());

        Assert.Equal((429, "queue-full", """{"type": "queue-full"}"""), (refused.Status, refused.Problem, refused.Detail));
    }

    [Fact]
    public async Task A_connection_is_kept_until_the_server_says_that_it_ends_and_that_is_noted()
    {
        await using var server = StubServer.Start(async connection =>
        {
            for (var answers = 1; await connection.ReadHeadAsync() is not null; answers++)
                await connection.AnswerAsync(200, header: answers == 3 ? "Connection: close\r\n" : "");
        });

        var requests = await LoadAsync(server, Lists with
        {
            Clients = new Dictionary<ClientKind, double> { [ClientKind.KeepAlive] = 1 },
        });

        Assert.All(requests, request => Assert.Equal(RequestOutcome.Answered, request.Outcome));
        Assert.Equal(server.Connections, requests.Count(request => request.IsOnNewConnection));
        Assert.InRange(server.Connections, requests.Count / 3, requests.Count);
        Assert.All(requests.GroupBy(request => request.Client), client => Assert.Equal(
            client.Count() / 3, client.Count(request => request.ToldToClose is true)));
    }

    [Fact]
    public async Task A_server_that_speaks_no_http2_gets_those_requests_by_http_1_1()
    {
        await using var server = StubServer.Start(async connection =>
        {
            if ((await connection.ReadHeadAsync())!.StartsWith("GET ", StringComparison.Ordinal))
                await connection.AnswerAsync(200, header: "Connection: close\r\n");
        });

        var requests = await LoadAsync(server, Lists with
        {
            Rate = 10, Clients = new Dictionary<ClientKind, double> { [ClientKind.Http2] = 1 },
        });

        Assert.All(requests, request => Assert.Equal(("1.1", 200), (request.Protocol, request.Status)));
        Assert.All(requests, request => Assert.StartsWith("keep-alive ", request.Client, StringComparison.Ordinal));
    }

    private static LoadPlan Uploads => Lists with
    {
        Rate = 1, Mix = new Dictionary<Operation, double> { [Operation.Upload] = 1 },
        Documents = new Dictionary<ScanSample, double> { [ScanSample.Small] = 1 },
    };

    private static async Task<IReadOnlyList<RequestEntry>> LoadAsync(StubServer server, LoadPlan plan) =>
        [.. (await JournalAsync(server, plan)).Entries.OfType<RequestEntry>().OrderBy(request => request.Number)];

    private static async Task<Journal> JournalAsync(StubServer server, LoadPlan plan)
    {
        var journal = new Journal();
        await using var load = await LoadGenerator.CreateAsync(
            plan, new LoadServer(server.Address), journal, TimeProvider.System, CancellationToken.None);
        await load.RunAsync(Task.CompletedTask, CancellationToken.None).DefaultTimeout();
        await load.DrainAsync(Timeouts.Default, CancellationToken.None).DefaultTimeout();
        return journal;
    }
}

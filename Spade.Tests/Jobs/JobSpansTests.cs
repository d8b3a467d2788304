using System.Collections.Concurrent;
using System.Diagnostics;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Jobs.Telemetry;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>The queue's spans follow OpenTelemetry's conventions for messaging.</summary>
public sealed class JobSpansTests
{
    [Fact]
    public async Task A_job_is_sent_and_processed_in_one_trace_under_conventional_names()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()));
        using var spans = new Spans();

        var id = await node.EnqueueAsync();
        await database.BecomesAsync(id!.Value, "completed");

        var process = await spans.WaitForAsync("process test", id.Value);
        var send = await spans.WaitForAsync("send test", id.Value);
        Assert.Equal((ActivityKind.Producer, ActivityKind.Consumer), (send.Kind, process.Kind));
        Assert.Equal((send.TraceId, send.SpanId), (process.TraceId, process.ParentSpanId));
        Assert.Equal(["spade", "send", "send", "test"], Messaging(send));
        Assert.Equal(["spade", "process", "process", "test"], Messaging(process));
        Assert.Equal(
            ("completed", null, ActivityStatusCode.Unset),
            (process.GetTagItem("spade.job.outcome"), process.GetTagItem("error.type"), process.Status));
    }

    [Fact]
    public async Task Many_jobs_are_one_send_span_with_their_number()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        using var spans = new Spans();
        using var trace = new Activity("test").Start();

        await node.Client.EnqueueManyAsync(JobsNode.Queue, [new Work("a"), new Work("b"), new Work("c")], null, CancellationToken.None);

        var send = Assert.Single(spans.All, span => span.TraceId == trace.TraceId);
        Assert.Equal(
            ("send test", 3, null),
            (send.DisplayName, send.GetTagItem("messaging.batch.message_count"), send.GetTagItem("messaging.message.id")));
    }

    [Fact]
    public async Task Bad_input_is_a_named_failure_and_a_broken_handler_an_error()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (job, _) => job.Payload.Name == "bad"
            ? Task.FromResult<JobOutcome>(new JobOutcome.Failed(new("bad-input", "It cannot be read.")))
            : throw new InvalidTimeZoneException("on purpose"));
        using var spans = new Spans();

        var bad = await node.EnqueueAsync("bad");
        var broken = await node.EnqueueAsync("broken", new JobOptions { RetryLimit = 0 });
        await database.BecomesAsync(bad!.Value, "failed");
        await database.BecomesAsync(broken!.Value, "failed");

        var answer = await spans.WaitForAsync("process test", bad.Value);
        Assert.Equal(("bad-input", ActivityStatusCode.Unset), (answer.GetTagItem("error.type"), answer.Status));
        var error = await spans.WaitForAsync("process test", broken.Value);
        Assert.Equal(("exception", ActivityStatusCode.Error), (error.GetTagItem("error.type"), error.Status));
    }

    private static string[] Messaging(Activity span) =>
        [
            .. new[] { "system", "operation.name", "operation.type", "destination.name" }
                .Select(key => span.GetTagItem($"messaging.{key}") as string ?? ""),
        ];

    /// <summary>Every span of the queue that ends in this process, including those of tests that run in parallel.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = [];
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == JobsTelemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyCollection<Activity> All => _ended;

        public async Task<Activity> WaitForAsync(string name, Guid job)
        {
            await Eventually.HoldsAsync($"the span {name} of job {job} has ended", () => Task.FromResult(Find(name, job) is not null));
            return Find(name, job)!;
        }

        public void Dispose() => _listener.Dispose();

        private Activity? Find(string name, Guid job) =>
            _ended.FirstOrDefault(span => span.DisplayName == name && span.GetTagItem("messaging.message.id") is Guid id && id == job);
    }
}

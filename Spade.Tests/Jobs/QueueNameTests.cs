using Microsoft.Extensions.DependencyInjection;
using Spade.Jobs;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Jobs.Notifications;

namespace Spade.Tests.Jobs;

/// <summary>Names, keys and payloads that PostgreSQL would reject later: in a notification, an index or a jsonb column.</summary>
public sealed class QueueNameTests
{
    public static TheoryData<string, string> BadNames => new()
    {
        { "", "is blank; use 1 to 100 characters" },
        { " ", "is blank; use 1 to 100 characters" },
        { new string('q', 7995), $"'{new string('q', 40)}…' has 7995 characters; use at most 100" },
        { "a\0b", "'a\\u0000b' has a control character; leave it out" },
        { "a\nb", "'a\\u000ab' has a control character; leave it out" },
        { "a<half>b", "half of a surrogate pair; leave it out" },
    };

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task A_queue_with_an_invalid_name_is_rejected_wherever_it_is_named(string name, string says)
    {
        // Made here, because the test framework would change half a character in the data.
        name = name.Replace("<half>", "\ud800", StringComparison.Ordinal);
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        InvalidJobException[] errors =
        [
            Assert.Throws<InvalidJobException>(() => new ServiceCollection().AddJobs().AddQueue(name)),
            Assert.Throws<InvalidJobException>(() => new ServiceCollection().AddJobs().AddHandler<Work, WorkHandler>(name)),
            await Assert.ThrowsAsync<InvalidJobException>(() => node.Client.EnqueueAsync(name, new Work(""), null, CancellationToken.None)),
            await Assert.ThrowsAsync<InvalidJobException>(() => node.EnqueueAsync("", new JobOptions { DeadLetterQueue = name })),
        ];
        Assert.All(errors, error => Assert.Contains(says, error.Message, StringComparison.Ordinal));
        Assert.Contains(nameof(JobOptions.DeadLetterQueue), errors[^1].Message, StringComparison.Ordinal);
        node.Client.Wake(name);
        Assert.False(await node.Client.PauseAsync(name, CancellationToken.None));
        Assert.False(await node.Client.ResumeAsync(name, CancellationToken.None));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM jobs"));
    }

    [Theory]
    [InlineData("", "SingletonKey is empty")]
    [InlineData("a\0b", "SingletonKey 'a\\u0000b' has a control character")]
    [InlineData(null, "has 3000 characters; use at most 255")]
    public async Task A_singleton_key_that_no_index_can_hold_is_rejected(string? key, string says)
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        // In an order that PostgreSQL cannot compress.
        key ??= string.Concat(Enumerable.Range(0, 3000).Select(n => (char)('a' + n * 7919 % 8191 % 26)));
        var error = await Assert.ThrowsAsync<InvalidJobException>(() => node.EnqueueAsync("", new JobOptions { SingletonKey = key }));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_queue_has_one_handler()
    {
        var jobs = new ServiceCollection().AddJobs().AddQueue("letters").AddHandler<Work, WorkHandler>("letters");
        var error = Assert.Throws<InvalidJobException>(() => jobs.AddHandler<Work, WorkHandler>("letters"));
        Assert.Contains("'letters' has a handler already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_names_and_keys_work()
    {
        await using var database = await JobsDatabase.CreateAsync();
        // Three bytes each, and all different, so that the index cannot compress them.
        var (name, key) = (Letters(JobLimits.QueueNameLength), Letters(JobLimits.SingletonKeyLength));
        await using var node = await JobsNode.StartAsync(
            database,
            (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Failed(new JobError("broken", "On purpose."))),
            configure: options => options.PollInterval = TimeSpan.FromHours(1),
            more: jobs => jobs.AddHandler<Work, WorkHandler>(name));
        var options = new JobOptions { SingletonKey = key, DeadLetterQueue = Letters(JobLimits.QueueNameLength - 1) };
        var id = (await node.Client.EnqueueAsync(name, new Work("x"), options, CancellationToken.None))!.Value;
        await database.BecomesAsync(id, "failed");
        await node.PauseAsync(name);
        Assert.True(await node.Client.ResumeAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task Nothing_is_published_for_a_queue_that_does_not_exist()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var notifications = new NotificationLog();
        await using var node = await JobsNode.StartAsync(database);
        var client = ActivatorUtilities.CreateInstance<JobClient>(node.Get<IServiceProvider>(), database.Source, notifications);
        foreach (var name in new[] { "unknown", new string('q', 7995), "a\0b" })
            Assert.False(await client.ResumeAsync(name, CancellationToken.None));
        Assert.Empty(notifications.Published);
        await node.PauseAsync();
        Assert.True(await client.ResumeAsync(JobsNode.Queue, CancellationToken.None));
        Assert.Equal(["everywhere:test"], notifications.Published);
    }

    [Fact]
    public async Task A_payload_that_the_table_cannot_store_is_rejected_with_the_reason()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        foreach (var name in new[] { "a\0b", "\0", "\\\0" })
        {
            var error = await Assert.ThrowsAsync<InvalidJobException>(() => node.EnqueueAsync(name));
            Assert.Contains("payload 0 has the character U+0000 in a text", error.Message, StringComparison.Ordinal);
        }
        var large = await Assert.ThrowsAsync<InvalidJobException>(() => node.EnqueueAsync(new string('x', JobLimits.PayloadBytes)));
        Assert.Contains("payload 0 has 16777227 bytes as JSON; the limit is 16777216", large.Message, StringComparison.Ordinal);
        var many = Enumerable.Repeat(new Work(new string('x', JobLimits.PayloadBytes - 100)), 17).ToList();
        var together = await Assert.ThrowsAsync<InvalidJobException>(
            () => node.Client.EnqueueManyAsync(JobsNode.Queue, many, null, CancellationToken.None));
        Assert.Contains("the 17 payloads have more than 268435456 bytes together", together.Message, StringComparison.Ordinal);
        // Longer than any text that System.Text.Json writes.
        var huge = await Assert.ThrowsAsync<InvalidJobException>(() => node.EnqueueAsync(new string('x', 300_000_000)));
        Assert.Contains("payload 0 cannot be written as JSON of at most 16777216 bytes", huge.Message, StringComparison.Ordinal);
        // Six characters that only look like an escaped one.
        var id = (await node.EnqueueAsync("\\u0000"))!.Value;
        Assert.Equal("\\u0000", await database.ScalarAsync<string>("SELECT payload ->> 'name' FROM jobs WHERE id = $1", id));
    }

    private static string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(n => (char)('\u4e00' + n * 7919 % 8191)));

    private sealed class NotificationLog : INotifications
    {
        public List<string> Published { get; } = [];

        public void Publish(string topic, string key) => Published.Add($"{topic}:{key}");

        public IDisposable Subscribe(string topic, Action<string?> onNotification) => throw new NotSupportedException();
    }
}

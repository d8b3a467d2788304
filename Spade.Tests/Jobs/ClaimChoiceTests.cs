using Microsoft.Extensions.Time.Testing;
using Spade.Jobs.Configuration;
using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;

namespace Spade.Tests.Jobs;

public sealed class ClaimChoiceTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly FakeTimeProvider _time = new();
    private readonly RunningJobs _running;
    private readonly ClaimChoice _choice;

    public ClaimChoiceTests()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        _running = new RunningJobs(_time);
        _choice = new ClaimChoice(new JobQueue("test", 4), _running, _time);
    }

    [Fact]
    public void A_queue_whose_jobs_have_no_group_is_always_claimed_in_order()
    {
        for (var claim = 1; claim <= 5; claim++)
        {
            Assert.True(Learn(Assert.IsType<ClaimLook.InOrder>(_choice.Next()), isFull: true, null, null));
            _choice.LookEverywhere();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(Learn(_choice.Next(), isFull: false));
        Assert.IsType<ClaimLook.InOrder>(_choice.Next());
    }

    [Fact]
    public void A_full_claim_with_a_group_leads_to_claims_by_group_until_one_finds_less()
    {
        Assert.False(Learn(_choice.Next(), isFull: false, "a"));
        Assert.True(Learn(Assert.IsType<ClaimLook.InOrder>(_choice.Next()), isFull: true, "a"));
        LearnNoUngrouped();
        Assert.True(Learn(Assert.IsType<ClaimLook.ByGroup>(_choice.Next()), isFull: true, "b"));
        Assert.True(Learn(Assert.IsType<ClaimLook.ByGroup>(_choice.Next()), isFull: false, "c"));
        Assert.Equal(new ClaimLook.InOrder(null), _choice.Next());
    }

    [Fact]
    public void A_look_everywhere_goes_by_group_in_a_queue_that_has_had_groups()
    {
        Learn(_choice.Next(), isFull: false, "a");
        Assert.IsType<ClaimLook.InOrder>(_choice.Next());
        _choice.LookEverywhere();
        LearnNoUngrouped();
        Assert.IsType<ClaimLook.ByGroup>(_choice.Next());
    }

    [Fact]
    public void Jobs_without_a_group_are_looked_for_once_a_second_and_every_second_time_while_there_are_some()
    {
        _choice.ExpectGroups();
        LearnNoUngrouped();
        Learn(Assert.IsType<ClaimLook.ByGroup>(_choice.Next()), isFull: true, "a");
        Assert.IsType<ClaimLook.ByGroup>(_choice.Next());
        _time.Advance(TimeSpan.FromSeconds(1));
        Learn(Assert.IsType<ClaimLook.Ungrouped>(_choice.Next()), isFull: true, [null]);
        Learn(Assert.IsType<ClaimLook.ByGroup>(_choice.Next()), isFull: true, "a");
        Learn(Assert.IsType<ClaimLook.Ungrouped>(_choice.Next()), isFull: false);
        Learn(Assert.IsType<ClaimLook.ByGroup>(_choice.Next()), isFull: true, "a");
        Assert.IsType<ClaimLook.ByGroup>(_choice.Next());
    }

    [Fact]
    public void The_circle_goes_on_after_the_group_that_was_served_last()
    {
        _choice.ExpectGroups();
        LearnNoUngrouped();
        Assert.Equal("", ByGroup().After);
        Learn(ByGroup(), isFull: true, "c", "b");
        Assert.Equal("c", ByGroup().After);
        Learn(ByGroup(), isFull: true, "d", "a");
        Assert.Equal("a", ByGroup().After);
    }

    [Fact]
    public void A_group_that_was_served_in_order_is_not_the_first_by_group()
    {
        Learn(Assert.IsType<ClaimLook.InOrder>(_choice.Next()), isFull: true, "a");
        LearnNoUngrouped();
        Assert.Equal("a", ByGroup().After);
    }

    [Fact]
    public void A_claim_by_group_names_the_groups_that_run_here_except_those_that_end()
    {
        _choice.ExpectGroups();
        LearnNoUngrouped();
        foreach (var (group, queue, isSettling) in new[]
                 {
                     ("a", "test", false), ("a", "test", false), ("b", "test", true), (null, "test", false), ("c", "other", false),
                 })
            _running.Add(Job(group) with { Queue = queue }, hasTurn: false).IsSettling = isSettling;
        Assert.Equal(["a", "a"], ByGroup().Running);
    }

    public void Dispose() => _running.Dispose();

    private ClaimLook.ByGroup ByGroup() => Assert.IsType<ClaimLook.ByGroup>(_choice.Next());

    /// <summary>The first claim beside groups looks for jobs without one.</summary>
    private void LearnNoUngrouped() => Learn(Assert.IsType<ClaimLook.Ungrouped>(_choice.Next()), isFull: false);

    private bool Learn(ClaimLook look, bool isFull, params string?[] groups) =>
        _choice.Learn(look, [.. groups.Select(Job)], isFull, _time.GetTimestamp());

    private static ClaimedJob Job(string? group) => new(
        Guid.NewGuid(), "test", 1, Guid.Empty, "{}", 0, 0, 0, new RetryPolicy(0, TimeSpan.Zero, TimeSpan.Zero, false), null, null, null,
        TimeSpan.Zero, 0, StartAfter: Noon, ClaimedAt: Noon, group);
}

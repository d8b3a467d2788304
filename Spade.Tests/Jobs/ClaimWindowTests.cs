using Microsoft.Extensions.Time.Testing;
using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;

namespace Spade.Tests.Jobs;

public sealed class ClaimWindowTests
{
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_first_claim_looks_everywhere_and_then_one_a_second()
    {
        var window = Window();
        Assert.Null(window.Next());
        Learn(window, bounds: null, isFull: false, Job(0, Noon));
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.NotNull(window.Next());
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(window.Next());
    }

    [Fact]
    public void Looking_everywhere_takes_a_twentieth_of_the_time_at_most()
    {
        var window = Window();
        var began = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(0.5));
        window.Learn(null, [Job(0, Noon)], isFull: false, began);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.NotNull(window.Next());
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(window.Next());
    }

    [Fact]
    public void A_claim_that_emptied_the_queue_moves_the_beginning_to_a_second_before_it()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: false, Job(0, Noon));
        Assert.Equal(new ClaimFront(0, Noon.AddSeconds(-1), Guid.Empty), Front(window));
        Learn(window, window.Next(), isFull: false, Job(0, Noon.AddSeconds(5)));
        Assert.Equal(new ClaimFront(0, Noon.AddSeconds(4), Guid.Empty), Front(window));
    }

    [Fact]
    public void In_a_backlog_the_beginning_moves_to_the_last_job_that_was_claimed()
    {
        var window = Window();
        var (first, last, other) = (Old(minutes: 9), Old(minutes: 8), Old(minutes: 9));
        Learn(window, bounds: null, isFull: true, first, last, other);
        Assert.Equal(new ClaimFront(0, last.StartAfter, last.Id), Front(window));
        var next = Old(minutes: 7);
        Learn(window, window.Next(), isFull: true, next);
        Assert.Equal(new ClaimFront(0, next.StartAfter, next.Id), Front(window));
    }

    [Fact]
    public void Of_jobs_that_are_due_at_the_same_time_the_beginning_moves_to_the_one_that_the_index_has_last()
    {
        var window = Window();
        Guid[] ids =
        [
            new("8fffffff-0000-0000-0000-000000000000"), new("90000000-0000-0000-0000-000000000000"),
            new("70000000-ffff-0000-0000-000000000000"),
        ];
        Learn(window, bounds: null, isFull: true, [.. ids.Select(id => Old(minutes: 9) with { Id = id })]);
        Assert.Equal(ids[1], Front(window).Id);
    }

    [Fact]
    public void In_a_young_backlog_the_beginning_stays_a_second_before_the_claim()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: true, Job(0, Noon));
        Assert.Equal(new ClaimFront(0, Noon.AddSeconds(-1), Guid.Empty), Front(window));
    }

    [Fact]
    public void A_backlog_of_one_priority_leaves_the_beginning_of_another_where_it_was()
    {
        var window = Window();
        var last = Old(minutes: 9) with { Priority = 5 };
        Learn(window, bounds: null, isFull: true, last);
        Assert.Equal([new ClaimFront(5, last.StartAfter, last.Id), ClaimFront.Beginning(0)], window.Next()!.Fronts);
    }

    [Fact]
    public void A_look_everywhere_that_finds_what_was_passed_by_moves_the_beginning_back_to_it()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: true, Old(minutes: 5));
        var late = Old(minutes: 9);
        Learn(window, bounds: null, isFull: true, late);
        Assert.Equal(new ClaimFront(0, late.StartAfter, late.Id), Front(window));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_claim_that_began_before_the_beginning_moved_back_leaves_it_there(bool isFull)
    {
        var window = Window();
        Learn(window, bounds: null, isFull: true, Old(minutes: 5));
        var (bounds, began, late) = (window.Next(), _time.GetTimestamp(), Old(minutes: 9));
        _time.Advance(TimeSpan.FromSeconds(0.01));
        Learn(window, bounds: null, isFull: true, late);
        window.Learn(bounds, [Old(minutes: 4)], isFull, began);
        Assert.Equal(new ClaimFront(0, late.StartAfter, late.Id), Front(window));
    }

    [Fact]
    public void A_claim_that_found_the_queue_empty_says_nothing_of_priorities_it_did_not_look_at()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: true, Old(minutes: 9));
        var (bounds, other) = (window.Next(), Old(minutes: 8) with { Priority = 5 });
        Learn(window, bounds: null, isFull: true, other);
        Learn(window, bounds, isFull: false, Old(minutes: 7));
        Assert.Equal(
            [new ClaimFront(5, other.StartAfter, other.Id), new ClaimFront(0, Noon.AddSeconds(-1), Guid.Empty)], window.Next()!.Fronts);
    }

    [Fact]
    public void Two_claims_at_once_never_move_the_beginning_back()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: true, Old(minutes: 9));
        var (bounds, later) = (window.Next(), Old(minutes: 7));
        Learn(window, bounds, isFull: true, later);
        Learn(window, bounds, isFull: true, Old(minutes: 8));
        Assert.Equal(new ClaimFront(0, later.StartAfter, later.Id), Front(window));
    }

    [Fact]
    public void A_look_everywhere_that_is_asked_for_happens_once()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: false, Job(0, Noon));
        window.LookEverywhere();
        Assert.Null(window.Next());
        Assert.NotNull(window.Next());
    }

    [Fact]
    public void A_priority_is_looked_at_from_its_first_job_on_the_highest_first()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: false, Job(5, Noon), Job(-3, Noon), Job(5, Noon));
        Assert.Equal<short>([5, 0, -3], window.Next()!.Fronts.Select(front => front.Priority));
    }

    private ClaimWindow Window()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        return new(_time);
    }

    private void Learn(ClaimWindow window, ClaimBounds? bounds, bool isFull, params List<ClaimedJob> claimed) =>
        window.Learn(bounds, claimed, isFull, _time.GetTimestamp());

    private static ClaimFront Front(ClaimWindow window) => Assert.Single(window.Next()!.Fronts);

    /// <summary>A job that was due long before it was claimed.</summary>
    private static ClaimedJob Old(int minutes) => Job(0, Noon) with { StartAfter = Noon.AddMinutes(-minutes) };

    private static ClaimedJob Job(short priority, DateTime claimedAt) => new(
        Guid.NewGuid(), "test", 1, Guid.Empty, "{}", 0, 0, 0, new RetryPolicy(0, TimeSpan.Zero, TimeSpan.Zero, false), null, null, null,
        TimeSpan.Zero, priority, StartAfter: claimedAt, ClaimedAt: claimedAt);
}

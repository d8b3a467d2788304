using Spade.Jobs;

namespace Spade.Tests.Jobs;

public sealed class ClaimWindowTests
{
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly ManualTime _time = new();

    [Fact]
    public void The_first_claim_looks_everywhere_and_then_one_a_second()
    {
        var window = Window();
        Assert.Null(window.Next());
        Learn(window, bounds: null, isFull: false, Job(0, Noon));
        _time.Advance(0.9);
        Assert.NotNull(window.Next());
        _time.Advance(0.1);
        Assert.Null(window.Next());
    }

    [Fact]
    public void Looking_everywhere_takes_a_twentieth_of_the_time_at_most()
    {
        var window = Window();
        var began = _time.GetTimestamp();
        _time.Advance(0.5);
        window.Learn(null, [Job(0, Noon)], isFull: false, began);
        _time.Advance(9.9);
        Assert.NotNull(window.Next());
        _time.Advance(0.1);
        Assert.Null(window.Next());
    }

    [Fact]
    public void A_claim_that_emptied_the_queue_moves_the_beginning_to_a_second_before_it()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: false, Job(0, Noon));
        Assert.Equal(Noon.AddSeconds(-1), window.Next()!.Since);
        Learn(window, window.Next(), isFull: false, Job(0, Noon.AddSeconds(5)));
        Assert.Equal(Noon.AddSeconds(4), window.Next()!.Since);
    }

    [Fact]
    public void A_claim_that_may_have_left_something_moves_nothing()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: false, Job(0, Noon));
        Learn(window, window.Next(), isFull: true, Job(0, Noon.AddSeconds(5)));
        Assert.Equal(Noon.AddSeconds(-1), window.Next()!.Since);
    }

    [Fact]
    public void As_long_as_a_backlog_lasts_claims_look_everywhere_in_order()
    {
        var window = Window();
        Learn(window, bounds: null, isFull: false, Job(0, Noon));
        Learn(window, bounds: null, isFull: true, Job(0, Noon.AddSeconds(5)));
        Assert.Null(window.Next());
        Assert.Null(window.Next());
    }

    [Fact]
    public void Whoever_knows_of_a_hidden_job_is_listened_to_once()
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
        Assert.Equal([5, 0, -3], window.Next()!.Priorities);
    }

    private ClaimWindow Window()
    {
        _time.Advance(10);
        return new(_time);
    }

    private void Learn(ClaimWindow window, ClaimBounds? bounds, bool isFull, params List<ClaimedJob> claimed) =>
        window.Learn(bounds, claimed, isFull, _time.GetTimestamp());

    private static ClaimedJob Job(short priority, DateTime claimedAt) => new(
        Guid.NewGuid(), "test", 1, "{}", 0, 0, 0, new RetryPolicy(0, TimeSpan.Zero, TimeSpan.Zero, false), null, null, null, TimeSpan.Zero, priority, claimedAt);
}

using Spade.Jobs;

namespace Spade.Tests.Jobs;

public sealed class PeerWatchTests
{
    private static readonly Guid Peer = Guid.NewGuid();
    private static readonly TimeSpan LongUp = TimeSpan.FromDays(1);
    private static readonly DateTime Beat = DateTime.UnixEpoch;

    [Fact]
    public void A_lock_that_is_free_twice_two_seconds_apart_proves_its_node_dead()
    {
        var watch = Watch();
        Assert.Empty(Judge(watch, 0, free: true));
        Assert.Empty(Judge(watch, 1, free: true));
        Assert.Single(Judge(watch, 2, free: true));
    }

    [Fact]
    public void A_lock_that_is_held_in_between_starts_the_count_anew()
    {
        var watch = Watch();
        Judge(watch, 0, free: true);
        Judge(watch, 1, free: false);
        Assert.Empty(Judge(watch, 2, free: true));
        Assert.Empty(Judge(watch, 3, free: true));
        Assert.Single(Judge(watch, 4, free: true));
    }

    [Fact]
    public void A_heartbeat_that_moves_while_the_lock_is_free_shows_a_living_node()
    {
        var watch = Watch();
        Judge(watch, 0, free: true);
        Assert.Empty(Judge(watch, 2, free: true, beat: Beat.AddSeconds(1)));
    }

    [Fact]
    public void A_stale_heartbeat_is_enough_although_the_lock_is_held() => Assert.Single(Judge(Watch(), 0, stale: true));

    [Fact]
    public void After_a_renewed_session_nobody_is_dead_before_the_others_had_time_to_come_back()
    {
        var watch = Watch(renewed: true);
        Judge(watch, 0, free: true);
        Assert.Empty(Judge(watch, 4.9, free: true, stale: true));
        Assert.Single(Judge(watch, 5, free: true));
        Assert.Empty(Judge(Watch(renewed: true), 9.9, stale: true));
        Assert.Single(Judge(Watch(renewed: true), 10, stale: true));
    }

    [Fact]
    public void The_first_session_of_a_process_trusts_a_server_that_has_been_up_and_no_other()
    {
        var watch = Watch();
        Judge(watch, 0, free: true, uptime: TimeSpan.FromSeconds(1));
        Assert.Empty(Judge(watch, 3, free: true, uptime: TimeSpan.FromSeconds(4)));
        Assert.Single(Judge(watch, 4, free: true, uptime: TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 4)]
    [InlineData(30, 1, 60)]
    public void A_backoff_doubles_up_to_its_limit_with_jitter_below(int failures, double luck, double seconds)
    {
        var policy = new RetryPolicy(99, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), Backoff: true);
        Assert.Equal(TimeSpan.FromSeconds(seconds), policy.DelayAfter(failures, luck));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9_999, 1)]
    [InlineData(10_001, 2)]
    public void A_wait_for_hints_is_never_cut_to_zero_which_would_last_for_ever(long ticks, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), NodeSession.WholeMilliseconds(TimeSpan.FromTicks(ticks)));

    private static PeerWatch Watch(bool renewed = false) => new(new JobsOptions(), TimeSpan.Zero, renewed);

    private static List<PeerReading> Judge(
        PeerWatch watch, double second, bool free = false, bool stale = false, DateTime? beat = null, TimeSpan? uptime = null) =>
        watch.Judge([new PeerReading(Peer, beat ?? Beat, free, stale)], TimeSpan.FromSeconds(second), uptime ?? LongUp);
}

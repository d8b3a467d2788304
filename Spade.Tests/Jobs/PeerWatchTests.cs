using Spade.Jobs.Configuration;
using Spade.Jobs.Leases;
using Spade.Jobs.Nodes;

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
    public void A_lock_that_is_held_in_between_restarts_the_count()
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
    public void A_heartbeat_that_stays_the_same_for_twenty_seconds_is_enough_although_the_lock_is_held()
    {
        var watch = Watch();
        Look(watch, from: 0, to: 19);
        Assert.Single(Judge(watch, 20));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public void A_database_clock_that_jumps_makes_no_node_dead(int jump)
    {
        var watch = Watch();
        for (var second = 0; second <= 60; second++)
            Assert.Empty(Judge(watch, second, beat: Beat.AddSeconds(second / 5 * 5 + (second >= 33 ? jump : 0))));
    }

    [Fact]
    public void The_time_an_observer_was_frozen_does_not_count()
    {
        var watch = Watch();
        Look(watch, from: 0, to: 3);
        Assert.Empty(Judge(watch, 100));
        Assert.Empty(Judge(watch, 101, beat: Beat.AddSeconds(100)));
    }

    [Fact]
    public void After_a_renewed_session_no_free_lock_counts_before_the_others_had_time_to_reconnect()
    {
        var watch = Watch(renewed: true);
        Judge(watch, 0, free: true);
        Assert.Empty(Judge(watch, 4.9, free: true));
        Assert.Single(Judge(watch, 5, free: true));
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
    public void A_wait_for_notifications_is_never_cut_to_zero_which_would_mean_no_limit(long ticks, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), NodeSession.WholeMilliseconds(TimeSpan.FromTicks(ticks)));

    private static PeerWatch Watch(bool renewed = false) => new(new JobsOptions(), TimeSpan.Zero, renewed);

    private static void Look(PeerWatch watch, int from, int to)
    {
        for (var second = from; second <= to; second++)
            Assert.Empty(Judge(watch, second));
    }

    private static List<PeerReading> Judge(
        PeerWatch watch, double second, bool free = false, DateTime? beat = null, TimeSpan? uptime = null) =>
        watch.Judge([new PeerReading(Peer, beat ?? Beat, free)], TimeSpan.FromSeconds(second), uptime ?? LongUp);
}

using Spade.Shutdown.InFlight;

namespace Spade.Tests.Shutdown;

/// <summary>The sums of the exit report add up however work ends during a stop.</summary>
public sealed class WorkSetTests
{
    private readonly WorkSet<object> _work = new(TimeProvider.System);
    private readonly object _one = new();
    private readonly object _other = new();

    [Fact]
    public void Work_that_ends_before_the_stop_is_not_counted()
    {
        _work.Add(_one);
        _work.Remove(_one);
        Assert.Equal(default, _work.Tally);
    }

    [Fact]
    public void Each_end_after_the_mark_is_counted_by_its_kind()
    {
        object[] pieces = [_one, _other, new()];
        Array.ForEach(pieces, _work.Add);
        _work.Mark();
        _work.Mark();
        _work.Remove(pieces[0], WorkEnd.Finished);
        _work.Remove(pieces[1], WorkEnd.Released);
        _work.Remove(pieces[2], WorkEnd.Aborted);
        Assert.Equal(new WorkTally(InFlight: 3, Begun: 0, Finished: 1, Released: 1, Aborted: 1), _work.Tally);
    }

    [Fact]
    public void Work_that_begins_after_the_mark_is_counted_separately()
    {
        _work.Mark();
        _work.Add(_one);
        _work.Remove(_one);
        Assert.Equal(new WorkTally(InFlight: 0, Begun: 1, Finished: 1, Released: 0, Aborted: 0), _work.Tally);
    }

    [Fact]
    public void Aborted_work_stays_in_flight_until_it_ends_and_is_not_counted_again()
    {
        _work.Add(_one);
        _work.Mark();
        Assert.Equal([_one], _work.AbortAll());
        Assert.Equal([_one], _work.Snapshot());
        _work.Add(_other);
        Assert.Equal([_other], _work.AbortAll());
        Assert.True(_work.Remove(_one));
        Assert.False(_work.Remove(_one));
        Assert.Equal((1, new WorkTally(InFlight: 1, Begun: 1, Finished: 0, Released: 0, Aborted: 2)), (_work.Count, _work.Tally));
    }

    [Fact]
    public async Task A_wait_ends_with_the_last_piece_or_with_its_limit()
    {
        Assert.True(await _work.WaitForNoneAsync(TimeSpan.Zero, CancellationToken.None));
        _work.Add(_one);
        Assert.False(await _work.WaitForNoneAsync(TimeSpan.FromSeconds(-1), CancellationToken.None));
        var wait = _work.WaitForNoneAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        _work.Remove(_one);
        Assert.True(await wait);
    }
}

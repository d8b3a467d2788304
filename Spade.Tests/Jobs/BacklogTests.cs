using Spade.Jobs.Fetching;

namespace Spade.Tests.Jobs;

public sealed class BacklogTests
{
    private readonly Backlog _backlog = new();

    [Fact]
    public void A_claim_that_found_less_than_it_wanted_shows_that_there_is_none()
    {
        _backlog.MayHaveGrown();
        _backlog.EndClaim(_backlog.BeginClaim(), mayBeMore: false);
        Assert.False(_backlog.MayExist);
    }

    [Fact]
    public void A_notification_that_overtook_the_claim_still_counts()
    {
        var claim = _backlog.BeginClaim();
        _backlog.MayHaveGrown();
        _backlog.EndClaim(claim, mayBeMore: false);
        Assert.True(_backlog.MayExist);
    }

    [Fact]
    public void Jobs_that_another_claim_has_found_meanwhile_still_count()
    {
        var (slow, fast) = (_backlog.BeginClaim(), _backlog.BeginClaim());
        _backlog.EndClaim(fast, mayBeMore: true);
        _backlog.EndClaim(slow, mayBeMore: false);
        Assert.True(_backlog.MayExist);
    }
}

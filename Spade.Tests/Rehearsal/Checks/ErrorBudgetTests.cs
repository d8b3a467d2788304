using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;

namespace Spade.Tests.Rehearsal.Checks;

public sealed class ErrorBudgetTests
{
    [Fact]
    public void A_restart_without_a_failure_burns_nothing()
    {
        var budget = RollingRestart.Good(perSecond: 10).Judge().ErrorBudget;

        Assert.Equal((1200, 0), (budget.Counted, budget.Bad));
        Assert.Equal((0, 0), (budget.BadShare, budget.BurntMinutes));
        // The numbers of docs/slo.md.
        Assert.Equal(40.32, ErrorBudget.BudgetMinutes, precision: 6);
        Assert.Equal(24_192, budget.BudgetRequests, precision: 3);
    }

    [Fact]
    public void Bad_requests_burn_their_share_and_4xx_neither_count_nor_dilute()
    {
        var budget = RollingRestart.Good(perSecond: 10).ChangeAll<RequestEntry>(request => request.Number switch
        {
            <= 6 => request with { Status = 503 },
            <= 12 => request with { Outcome = RequestOutcome.Reset, Status = null },
            <= 212 => request with { Status = 404 },
            _ => request,
        }).Judge().ErrorBudget;

        Assert.Equal((1000, 12), (budget.Counted, budget.Bad));
        Assert.Equal(0.012, budget.BadShare, precision: 6);
        // 1.2 % of two minutes in which each request fails.
        Assert.Equal(0.024, budget.BurntMinutes, precision: 6);
        Assert.Equal(0.024 / 40.32, budget.BurntShare, precision: 6);
    }

    [Fact]
    public void Nothing_counted_burns_nothing() => Assert.Equal(0, new SampleHistory([]).Judge().ErrorBudget.BurntShare);
}

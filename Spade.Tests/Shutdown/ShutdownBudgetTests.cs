using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Spade.ServiceDefaults.Budgets;
using Spade.ServiceDefaults;
using Spade.Shutdown.Budget;

namespace Spade.Tests.Shutdown;

public sealed class ShutdownBudgetTests
{
    [Fact]
    public void The_api_has_35_seconds_of_which_30_are_its_drain()
    {
        var budget = ServiceBudgets.Api;

        Assert.Equal((5, 5, 22, 2, 1), InSeconds(budget));
        Assert.Equal((35, 30, 29, 0), Totals(budget));
    }

    [Fact]
    public void The_worker_has_125_seconds_of_which_120_are_its_drain()
    {
        var budget = ServiceBudgets.Worker;

        Assert.Equal((0, 0, 110, 8, 2), InSeconds(budget));
        Assert.Equal(100, budget.LongestStep.TotalSeconds);
        Assert.Equal((125, 120, 118, 5), Totals(budget));
    }

    [Theory]
    [InlineData("GracePeriod", "34", "terminationGracePeriodSeconds 34 s is less than preStop + drain, 35 s")]
    [InlineData("LameDuck", "2.5", "lameDuck 2.5 s is less than the 3 s a direct checker needs to notice (interval 1 s x threshold 3)")]
    [InlineData("DirectCheck:Threshold", "6", "lameDuck 5 s is less than the 6 s")]
    [InlineData("DirectCheck:Threshold", "0", "Shutdown:DirectCheck:Threshold is 0; it must be at least 1.")]
    [InlineData("PreStop", "2.5", "Shutdown:PreStop is 2.5 s; Kubernetes counts it in whole seconds.")]
    [InlineData("GracePeriod", "40.5", "Shutdown:GracePeriod is 40.5 s; Kubernetes counts it in whole seconds.")]
    [InlineData("InFlight", "0", "Shutdown:InFlight is 0 s; it must be more than 0 s")]
    [InlineData("Margin", "-1", "Shutdown:Margin is -1 s; it must be at least 0 s")]
    [InlineData("InFlight", "20:00:00", "Shutdown:InFlight is 72000 s; it must be more than 0 s and at most 3600 s.")]
    public void A_violated_rule_is_named_and_the_sum_is_shown(string key, string value, string complaint)
    {
        var error = Assert.Throws<ShutdownBudgetException>(() => Configured(ServiceBudgets.Api, (key, value)));

        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.Matches(
            @"The sum: preStop \S+ s \+ lameDuck \S+ s \+ inFlight \S+ s \+ close \S+ s \+ margin \S+ s = \S+ s; "
            + "terminationGracePeriodSeconds ",
            error.Message);
    }

    [Fact]
    public void The_sum_shows_every_term_as_it_is()
    {
        var error = Assert.Throws<ShutdownBudgetException>(() => Configured(ServiceBudgets.Api, ("PreStop", "20"), ("GracePeriod", "35")));

        Assert.Contains(
            "preStop 20 s + lameDuck 5 s + inFlight 22 s + close 2 s + margin 1 s = 50 s; terminationGracePeriodSeconds 35 s.",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_violations_are_reported_at_once()
    {
        var error = Assert.Throws<ShutdownBudgetException>(
            () => Configured(ServiceBudgets.Api, ("LameDuck", "1"), ("GracePeriod", "20"), ("Close", "0")));

        Assert.Equal(3, error.Message.Split("\n- ").Length - 1);
    }

    [Fact]
    public void The_grace_period_follows_the_changed_terms_and_keeps_its_slack()
    {
        Assert.Equal(50, Configured(ServiceBudgets.Api, ("PreStop", "20")).GracePeriod.TotalSeconds);
        Assert.Equal(135, Configured(ServiceBudgets.Worker, ("InFlight", "00:02:00")).GracePeriod.TotalSeconds);
        Assert.Equal(31, Configured(ServiceBudgets.Api, ("PreStop", "0"), ("Margin", "1.25")).GracePeriod.TotalSeconds);
    }

    [Fact]
    public void Without_a_lame_duck_the_rule_about_noticing_readiness_does_not_apply() =>
        Assert.Equal(25, Configured(ServiceBudgets.Api, ("LameDuck", "0"), ("DirectCheck:Interval", "30")).Drain.TotalSeconds);

    [Fact]
    public void Work_that_cannot_be_interrupted_has_to_fit_into_the_time_in_flight()
    {
        var fits = ServiceBudgets.Worker.With(terms => terms with { LongestStep = TimeSpan.FromSeconds(109) });
        var error = Assert.Throws<ShutdownBudgetException>(() => fits.With(terms => terms with { LongestStep = terms.InFlight }));

        Assert.Contains("inFlight 110 s is not more than the longest step, 110 s", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PreStop", "soon", "Shutdown:PreStop is 'soon'; write seconds, such as 20, or hh:mm:ss, such as 00:00:20.")]
    [InlineData("DirectCheck:Threshold", "1.5", "Shutdown:DirectCheck:Threshold is '1.5'; write a whole number, such as 3.")]
    [InlineData("LameDock", "5", "Shutdown:LameDock is not a term of the shutdown budget; the terms are PreStop, LameDuck,")]
    public void A_setting_that_cannot_be_read_is_named_with_the_fix(string key, string value, string complaint)
    {
        var error = Assert.Throws<ShutdownBudgetException>(() => Configured(ServiceBudgets.Api, (key, value)));

        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_stops_its_services_side_by_side_within_drain_minus_margin()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Shutdown:InFlight"] = "30";

        builder.AddServiceDefaults(ServiceBudgets.Api);

        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<HostOptions>>().Value;
        Assert.Equal(TimeSpan.FromSeconds(37), options.ShutdownTimeout);
        Assert.True(options.ServicesStopConcurrently);
        Assert.Equal(38, host.Services.GetRequiredService<ShutdownBudget>().Drain.TotalSeconds);
    }

    private static ShutdownBudget Configured(ShutdownBudget budget, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"Shutdown:{setting.Key}", setting => (string?)setting.Value))
            .Build();
        return budget.WithConfiguration(configuration.GetSection("Shutdown"));
    }

    private static (double PreStop, double LameDuck, double InFlight, double Close, double Margin) InSeconds(ShutdownBudget budget) =>
        (budget.PreStop.TotalSeconds, budget.LameDuck.TotalSeconds, budget.InFlight.TotalSeconds,
            budget.Close.TotalSeconds, budget.Margin.TotalSeconds);

    private static (double Grace, double Drain, double Host, double Slack) Totals(ShutdownBudget budget) =>
        (budget.GracePeriod.TotalSeconds, budget.Drain.TotalSeconds, budget.HostShutdownTimeout.TotalSeconds, budget.Slack.TotalSeconds);
}

using Spade.Rehearsal.History;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Versions;

namespace Spade.Tests.Rehearsal.Versions;

public sealed class VersionSettingsTests
{
    [Fact]
    public void Both_versions_get_the_budget_and_the_settings_of_their_service()
    {
        var settings = new VersionSettings(new Dictionary<string, string>
        {
            ["spade-api:Shutdown:LameDuck"] = "1", ["spade-api:Shutdown:DirectCheck:Interval"] = "0.2",
            ["spade-worker:Ocr:PagesAtOnce"] = "1",
        });

        var api = settings.VariablesOf("spade-api");
        Assert.Equal(
            ("5", "1", "22", "31", "0.2"),
            (api["Shutdown__PreStop"], api["Shutdown__LameDuck"], api["Shutdown__InFlight"], api["Shutdown__GracePeriod"],
                api["Shutdown__DirectCheck__Interval"]));
        Assert.Equal(new ServiceBudget(PreStop: 5, LameDuck: 1, InFlight: 23, Drain: 26, Grace: 31), settings.Budgets["spade-api"]);
        Assert.Equal("1", settings.VariablesOf("spade-worker")["Ocr__PagesAtOnce"]);
        Assert.Equal("110", settings.VariablesOf("spade-worker")["Shutdown__InFlight"]);
    }

    [Theory]
    [InlineData("Api:Replicas", "3", "The setting 'Api:Replicas' is the AppHost's")]
    [InlineData("spade-api:Shutdown:GracePeriod", "3", "The settings spade-api:Shutdown: ")]
    [InlineData("spade-api:Shutdown:LameDucks", "3", "The settings spade-api:Shutdown: ")]
    public void A_setting_that_would_be_ignored_or_cannot_work_is_an_error(string name, string value, string message) =>
        Assert.StartsWith(
            message,
            Assert.Throws<ScheduleException>(() => new VersionSettings(new Dictionary<string, string> { [name] = value })).Message,
            StringComparison.Ordinal);
}

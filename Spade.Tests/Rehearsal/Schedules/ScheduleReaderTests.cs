using Spade.Rehearsal.Load;
using Spade.Rehearsal.Scans;
using Spade.Rehearsal.Schedules;

namespace Spade.Tests.Rehearsal.Schedules;

public sealed class ScheduleReaderTests
{
    [Fact]
    public void Every_schedule_that_ships_can_be_read_and_says_what_it_shows()
    {
        Assert.Equal("default", ShippedSchedules.Names[0]);
        Assert.All(
            ["default", "kill", "database", "freeze", "scale", "lagging-balancer", "versions", "versions-binaries-first", "rollout"],
            name => Assert.Contains(name, ShippedSchedules.Names));
        Assert.All(ShippedSchedules.Names, name =>
        {
            var schedule = ShippedSchedules.Find(name);
            Assert.NotEmpty(schedule.Steps);
            Assert.EndsWith(".", schedule.About, StringComparison.Ordinal);
            Assert.All(schedule.Steps, step => Assert.True(step.At < schedule.Load.Duration));
        });
    }

    [Fact]
    public void All_keys_are_read()
    {
        var schedule = Read(
            """
            about: Everything.
            duration: 1m30s
            rate: 12.5
            seed: 7
            patience: 10s
            mix: {list: 1, slow upload: 2}
            clients: {keep-alive: 1, http/2: 3}
            documents: {small: 1, twenty-pages: 0}
            settings: {Api:Replicas: 3}
            balancer lag: 500ms
            steps:
            - {at: 20s, do: scale, of: worker, to: 3}
            - {at: 10s, do: freeze, of: database, for: 2s}
            - {at: 30s, do: roll out, of: both, version: new}
            - {at: 40s, do: kill, of: api}
            """);

        Assert.Equal((TimeSpan.FromSeconds(90), 12.5, 7), (schedule.Load.Duration, schedule.Load.Rate, schedule.Load.Seed));
        Assert.Equal(TimeSpan.FromSeconds(10), schedule.Load.Patience);
        Assert.Equal(new Dictionary<Operation, double> { [Operation.List] = 1, [Operation.SlowUpload] = 2 }, schedule.Load.Mix);
        Assert.Equal(new Dictionary<ClientKind, double> { [ClientKind.KeepAlive] = 1, [ClientKind.Http2] = 3 }, schedule.Load.Clients);
        Assert.Equal(0, schedule.Load.Documents[ScanSample.TwentyPages]);
        Assert.Equal("3", schedule.Settings["Api:Replicas"]);
        Assert.Equal(TimeSpan.FromMilliseconds(500), schedule.BalancerLag);
        // By time, with the numbers of the file.
        Assert.Equal(
            [
                new Step(2, TimeSpan.FromSeconds(10), StepAction.Freeze) { Of = StepObject.Database, For = TimeSpan.FromSeconds(2) },
                new Step(1, TimeSpan.FromSeconds(20), StepAction.Scale) { Of = StepObject.Worker, To = 3 },
                new Step(3, TimeSpan.FromSeconds(30), StepAction.RollOut) { Of = StepObject.Both, Version = StepVersion.New },
                new Step(4, TimeSpan.FromSeconds(40), StepAction.Kill) { Of = StepObject.Api },
            ],
            schedule.Steps);
        Assert.True(schedule.HasVersions);
    }

    [Theory]
    [InlineData("durration: 1m", "s.yaml:1: unknown key 'durration' in 'schedule'; allowed are about, duration,")]
    [InlineData("rate: 5\nduration: soon", "s.yaml:2: 'duration' cannot be 'soon'; it is a time such as 500ms, 10s or 2m.")]
    [InlineData("duration: 10ms", "s.yaml:1: 'duration' cannot be '10ms'; allowed is 1s to 1440m.")]
    [InlineData("rate: 0", "s.yaml:1: 'rate' cannot be '0'; allowed is a number from 1 to 10000.")]
    [InlineData("seed: -1", "s.yaml:1: 'seed' cannot be '-1'; allowed is a whole number from 0 to 2147483647.")]
    [InlineData("mix: {lists: 1}", "s.yaml:1: unknown key 'lists' in 'mix'; allowed are get, list,")]
    [InlineData("mix: {list: 0}", "s.yaml:1: 'mix' needs at least one weight above 0.")]
    [InlineData("clients: {list: 1}", "s.yaml:1: unknown key 'list' in 'clients'; allowed are keep-alive, fresh, http/2.")]
    [InlineData("about:", "s.yaml:1: 'about' needs a value.")]
    [InlineData("steps: none", "s.yaml:1: 'steps' needs a list, with a '-' before each item.")]
    [InlineData("steps:\n- {do: kill, of: api}", "s.yaml:2: a step needs 'at'.")]
    [InlineData("steps:\n- {at: 1s, of: api}", "s.yaml:2: a step needs 'do'.")]
    [InlineData("steps:\n- {at: 1s, do: rolling restrt}", "s.yaml:2: 'do' cannot be 'rolling restrt'; allowed are rolling restart, stop,")]
    [InlineData("steps:\n- {at: 1s, do: kill, of: both}", "s.yaml:2: 'of' cannot be 'both'; allowed are api, worker, database.")]
    [InlineData("steps:\n- {at: 1s, do: freeze, of: api}", "s.yaml:2: 'freeze' needs 'for'.")]
    [InlineData("steps:\n- {at: 1s, do: scale, of: api, to: 0}", "s.yaml:2: 'to' cannot be '0'; allowed is a whole number from 1 to 100.")]
    [InlineData("steps:\n- {at: 1s, do: restart, of: database, for: 3s}", "s.yaml:2: 'restart' takes no 'for'; it takes of.")]
    [InlineData("steps:\n- {at: 1s, do: migrate, version: newest}", "s.yaml:2: 'version' cannot be 'newest'; allowed are old, new.")]
    [InlineData("steps:\n- {at: 1s, do: kill, of: api, hard: yes}", "s.yaml:2: unknown key 'hard' in 'steps'; allowed are at, do,")]
    [InlineData("- 1", "s.yaml:1: 'schedule' needs pairs of key and value.")]
    [InlineData("rate: 1\nrate: 2", "s.yaml:2: ")]
    [InlineData("rate: [", "s.yaml:2: While parsing")]
    [InlineData("", "s.yaml:1: a schedule is one YAML document, and this file holds none or several.")]
    public void An_error_names_file_line_key_and_value_and_what_is_allowed(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<ScheduleException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_schedule_that_does_not_exist_is_named_with_those_that_do() => Assert.StartsWith(
        "There is no schedule 'nosuch': name a file, or one of default, database,",
        Assert.Throws<ScheduleException>(() => ShippedSchedules.Find("nosuch")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("1.5s", 1.5)]
    [InlineData("2m", 120)]
    [InlineData("1m30s", 90)]
    public void Times_are_read_and_written_the_same(string text, double seconds)
    {
        Assert.True(ScheduleTime.TryParse(text, out var time));
        Assert.Equal(TimeSpan.FromSeconds(seconds), time);
        Assert.Equal(text, ScheduleTime.Text(time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1s2m")]
    [InlineData("1 s")]
    public void What_is_no_time_is_not_read(string text) => Assert.False(ScheduleTime.TryParse(text, out _));

    private static Schedule Read(string text) => ScheduleReader.Read("s", "s.yaml", text);
}

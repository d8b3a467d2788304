using Spade.Rehearsal.CommandLine;

namespace Spade.Tests.Rehearsal.CommandLine;

public sealed class RehearsalCommandTests
{
    [Fact]
    public async Task Every_option_reaches_the_run()
    {
        var read = await ReadAsync(
            "kill", "--duration", "90s", "--rate", "2.5", "--seed", "7", "--url", "https://spade.example.org", "--kube-context", "shop",
            "--rollout", "deployment/spade-api", "--rollout", "deployment/spade-worker", "--key", "k", "--out", "there",
            "--print-certificate", "--keep", "10m");

        Assert.Equal(("kill", TimeSpan.FromSeconds(90), 2.5, 7), (read.Schedule, read.Duration, read.Rate, read.Seed));
        Assert.Equal((new Uri("https://spade.example.org"), "shop", "k", "there"), (read.Url, read.KubeContext, read.Key, read.Out));
        Assert.Equal(["deployment/spade-api", "deployment/spade-worker"], read.Rollouts);
        Assert.Equal((true, TimeSpan.FromMinutes(10)), (read.PrintCertificate, read.Keep));
        Assert.Equal(("v1.2.0", true), ((await ReadAsync("--from", "v1.2.0")).From, (await ReadAsync("--list")).List));
        ArgumentRules.Check(read);
    }

    [Fact]
    public async Task Without_options_the_local_system_is_rehearsed()
    {
        Assert.Equal(new RehearsalArguments() with { Rollouts = [] }, (await ReadAsync()) with { Rollouts = [] });
        ArgumentRules.Check(new RehearsalArguments());
    }

    [Theory]
    [InlineData("--rate cannot be 0; allowed is 1 to 10000.", "--rate", "0")]
    [InlineData("--seed cannot be -1; allowed is 0 to 2147483647.", "--seed", "-1")]
    [InlineData("--duration cannot be '5x'; it is a time from 1s on, such as 90s or 2m.", "--duration", "5x")]
    [InlineData("--keep cannot be 'long'; it is a time from 1s on, such as 90s or 2m.", "--keep", "long")]
    [InlineData("--url cannot be 'example'; it is an address such as https://spade.example.org.", "--url", "example")]
    public void A_wrong_value_is_named_with_what_is_allowed(string message, params string[] arguments) =>
        Assert.Contains(message, Command().Parse(arguments).Errors.Select(error => error.Message));

    [Theory]
    [InlineData("There is no option '--bogus'. See rehearse --help.", "--bogus")]
    [InlineData("--url needs --restart-command, or --kube-context and --rollout", "--url", "http://a")]
    [InlineData(
        "--restart-command and --kube-context exclude each other", "--url", "http://a", "--restart-command", "x", "--kube-context", "c")]
    [InlineData("--from builds an old version on this machine", "--url", "http://a", "--restart-command", "x", "--from", "v1")]
    [InlineData("--kube-context needs --rollout", "--url", "http://a", "--kube-context", "c")]
    [InlineData("--rollout needs --kube-context.", "--url", "http://a", "--restart-command", "x", "--rollout", "deployment/a")]
    [InlineData(
        "--rollout cannot be 'spade-api'; it is deployment/NAME", "--url", "http://a", "--kube-context", "c", "--rollout", "spade-api")]
    [InlineData("--restart-command, --kube-context and --rollout need --url", "--restart-command", "x")]
    [InlineData("--key needs --url", "--key", "k")]
    public async Task Options_that_do_not_fit_together_are_refused_with_the_reason(string message, params string[] arguments)
    {
        var read = await ReadAsync(arguments);
        Assert.StartsWith(message, Assert.Throws<UsageException>(() => ArgumentRules.Check(read)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_has_every_schedule_with_what_it_shows()
    {
        using var output = new StringWriter();
        ScheduleList.Write(output);
        Assert.Matches("(?m)^  default +Rolling restarts of the API", output.ToString());
        Assert.Matches("(?m)^  kill +SIGKILL to an API", output.ToString());
    }

    private static async Task<RehearsalArguments> ReadAsync(params string[] arguments)
    {
        RehearsalArguments? read = null;
        var parsed = Command(found => read = found).Parse(arguments);
        Assert.Empty(parsed.Errors);
        await parsed.InvokeAsync();
        return read!;
    }

    private static System.CommandLine.RootCommand Command(Action<RehearsalArguments>? read = null) =>
        RehearsalCommand.Create((arguments, _) =>
    {
        read?.Invoke(arguments);
        return Task.FromResult(0);
    });
}

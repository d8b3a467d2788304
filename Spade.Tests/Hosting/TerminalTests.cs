using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Processes;
using Aspire.Hosting.Run.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>A running AppHost asked from another terminal, both as processes of their own.</summary>
public sealed partial class TerminalTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_running_AppHost_tells_what_runs_and_restarts_it_without_a_gap()
    {
        await using var appHost = await AppHostProcess.StartAsync(TestAppHosts.Services, _folder.FullPath);

        var table = (await SucceedsAsync("ps")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^NAME +INSTANCE +STATE +READY +PID +AGE +ADDRESS$", table[0]);
        Assert.Matches(@"^api +- +Running +2/2 +- +\d+s +http://127\.0\.0\.1:\d+$", table[1]);
        Assert.Matches(@"^api +api-[a-z]{8} +Running +yes +\d+ +\d+s +http://127\.0\.0\.1:\d+$", table[2]);
        Assert.Matches(@"^worker +worker-[a-z]{8} +Running +yes +\d+ +\d+s +-$", table[5]);
        Assert.Single(table.Select(line => line.IndexOf(line == table[0] ? "STATE" : "Running", StringComparison.Ordinal)).Distinct());

        // Held up until it has been left and found again.
        _folder.MakeUnready();
        await using var restart = Follow("restart", "api");
        await Until.TrueAsync(() => appHost.Lines.Count(line => line.StartsWith("api-", StringComparison.Ordinal) && line.Contains("started as", StringComparison.Ordinal)) == 3, "the new replica starts");
        restart.Send(Signals.Interrupt);
        Assert.Equal(130, await restart.WaitForExitAsync(TestApplication.Patience));
        Assert.Equal("The restart of api goes on in the AppHost; status api follows it.", restart.Lines[^1]);
        await using var status = Follow("status", "api");
        await status.WaitForLineAsync("a rolling-restart of api is under way", TestApplication.Patience);
        _folder.MakeReady();
        Assert.Equal(0, await status.WaitForExitAsync(TestApplication.Patience));
        Assert.Contains(status.Lines, line => Regex.IsMatch(line, @"^api: new replica api-[a-z]{8} ready after \d+\.\d s \(2 of 2\)$"));
        Assert.Equal("api: Running, 2 of 2 replicas ready", status.Lines[^1]);
        var replica = Instance().Match((await SucceedsAsync("ps")).Output).Value;
        Assert.DoesNotContain(table, line => line.Contains(replica, StringComparison.Ordinal));

        Assert.Equal($"{replica}: {replica} stopped\n{replica}: {replica} started\n{replica}: restart done\n", (await SucceedsAsync("restart", replica)).Output);
        Assert.Contains("worker-", (await SucceedsAsync("stop", "worker")).Output, StringComparison.Ordinal);
        var stopped = await AskAsync("status", "worker");
        Assert.Equal((1, "worker: Exited, 0 of 1 replicas ready\n"), (stopped.ExitCode, stopped.Output));

        var unknown = await AskAsync("restart", "nobody");
        Assert.Equal(1, unknown.ExitCode);
        Assert.StartsWith("There is no 'nobody'. There are: api, worker, api-", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Running", new[] { "1service: Running, 1 of 1 replicas ready", "1service: a report" })]
    [InlineData("Exited", new[] { "1service: Exited, 1 of 1 replicas ready" })]
    public async Task Health_is_told_of_what_runs_and_not_of_what_has_ended(string state, string[] lines)
    {
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddExecutable("service", "sleep", "/", "3600").Resource;
        await using var application = builder.Build();
        await application.StartAsync();
        var notifications = application.Services.GetRequiredService<ResourceNotificationService>();
        await notifications.WaitForResourceHealthyAsync("service").WaitAsync(TestApplication.Patience);

        await notifications.PublishUpdateAsync(
            service, snapshot => snapshot with { State = state, HealthReports = [new("late", HealthStatus.Unhealthy, "a report", null)] });

        var (exitCode, told) = await TestTerminal.AskAsync(application, new("status", "service"));
        Assert.Equal(1, exitCode);
        Assert.Equal(lines, told);
    }

    [Fact]
    public async Task Logs_are_followed_across_replicas_and_to_the_end()
    {
        await using var appHost = await AppHostProcess.StartAsync(TestAppHosts.Services, _folder.FullPath);
        await using var following = Follow("logs", "worker", "-f", "--since", "10m");
        await following.WaitForLineAsync("at work");

        await SucceedsAsync("restart", "worker");

        await following.WaitForLineAsync("told");
        await Until.TrueAsync(() => following.Lines.Count(line => line.EndsWith("| at work", StringComparison.Ordinal)) == 2, "the successor is heard");
        var sources = following.Lines.Select(line => line.Split('|')[0].TrimEnd()).Distinct().ToList();
        Assert.Equal(2, sources.Count(source => Instance().IsMatch(source)));
        Assert.Single(following.Lines.Select(line => line.IndexOf('|', StringComparison.Ordinal)).Distinct());
        await using var piped = ChildProcess.Start(
            "bash", new Dictionary<string, string?>(), ["-c", "\"$@\" | head -n 1; echo ended with ${PIPESTATUS[0]}", "bash", Dotnet, .. Arguments(["logs", "worker", "-f", "--tail", "1"])]);
        await piped.WaitForLineAsync("worker-");
        await SucceedsAsync("restart", "worker");
        await piped.WaitForLineAsync("ended with 141");
        var tail = await SucceedsAsync("logs", "worker", "--tail", "2");
        Assert.Equal(2, tail.Output.Count(letter => letter == '\n'));

        appHost.Send(Signals.Interrupt);
        await appHost.WaitForExitAsync();
        await following.WaitForExitAsync();
        Assert.Contains(following.Lines, line => line.Contains("exited with 0", StringComparison.Ordinal) && line.StartsWith(sources[^1], StringComparison.Ordinal));
        Assert.Equal("The AppHost has ended.", following.Lines[^1]);
    }

    [Fact]
    public async Task Without_a_running_AppHost_there_is_one_line_and_1()
    {
        var run = await AskAsync("ps");

        Assert.Equal((1, "", $"No AppHost runs with its data in {_folder.FullPath}: start it first.\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task An_AppHost_that_can_have_no_socket_runs_all_the_same()
    {
        var inTheWay = Directory.CreateDirectory(Path.Combine(_folder.FullPath, "run", "terminal", "folder"));
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("service", "sleep", "/", "3600");
        await using var application = builder.Build();

        await application.StartAsync();

        await application.HealthyAsync("service");
        await application.StopAsync();
        Assert.True(inTheWay.Exists);
    }

    [Fact]
    public async Task The_socket_is_its_owners_alone_and_a_left_over_one_is_replaced()
    {
        await using (var killed = await AppHostProcess.StartAsync(TestAppHosts.Sleepers, _folder.FullPath))
        {
            killed.Send(Signals.Kill);
            await killed.WaitUntilNothingIsLeftAsync(_folder.FullPath);
        }

        var socket = Path.Combine(_folder.FullPath, "run", "terminal");
        Assert.True(File.Exists(socket));
        Assert.Equal(1, (await AskAsync("ps")).ExitCode);
        await using var next = await AppHostProcess.StartAsync(TestAppHosts.Sleepers, _folder.FullPath);
        await SucceedsAsync("ps");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
    }

    [Theory]
    [InlineData("There is no command 'pss'", "pss")]
    [InlineData("logs needs the name", "logs")]
    [InlineData("'2x' is no length of time", "logs", "worker", "--since", "2x")]
    [InlineData("'many' is no number of lines", "logs", "worker", "--tail", "many")]
    [InlineData("restart has no option '-f'", "restart", "api", "-f")]
    [InlineData("status can do nothing with 'b'", "status", "a", "b")]
    public void What_cannot_be_meant_is_said(string expected, params string[] arguments)
    {
        Assert.True(TerminalArguments.AreRequest(arguments));
        Assert.StartsWith(expected, Assert.Throws<DistributedApplicationException>(() => TerminalArguments.Parse(arguments)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--Api:Port", "5081")]
    [InlineData("Api:Port=5081")]
    [InlineData("/Api:Port", "5081")]
    public void Settings_are_no_request(params string[] arguments) => Assert.False(TerminalArguments.AreRequest(arguments));

    [Fact]
    public void A_request_leaves_settings_to_configuration() => Assert.Equal(
        new TerminalRequest("logs", "worker") { Follow = true, Since = TimeSpan.FromMinutes(2), Tail = 5 },
        TerminalArguments.Parse(["logs", "--AppHost:DataFolder", "/somewhere", "worker", "-f", "--since", "2m", "--Api:Port=1", "--tail", "5"]));

    private async Task<ProcessRun> SucceedsAsync(params string[] words)
    {
        var run = await AskAsync(words);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', words)}: {run.Output}{run.Error}");
        return run;
    }

    private Task<ProcessRun> AskAsync(params string[] words) => ProcessRun.OfAsync(Dotnet, Arguments(words));

    /// <summary>Not with SIGINT ignored, as children of a test run in the background would have it.</summary>
    private ChildProcess Follow(params string[] words) =>
        ChildProcess.Start("env", new Dictionary<string, string?>(), ["--default-signal=INT", Dotnet, .. Arguments(words)]);

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private string[] Arguments(string[] words) =>
        [typeof(TestProgram).Assembly.Location, "apphost", TestAppHosts.Services, .. words, "--AppHost:DataFolder", _folder.FullPath];

    [GeneratedRegex("(api|worker)-[a-z]{8}")]
    private static partial Regex Instance();
}

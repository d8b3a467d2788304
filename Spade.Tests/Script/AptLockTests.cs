using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Script;

/// <summary><c>./spade install</c> while apt is in use, as on a new machine that updates itself.</summary>
public sealed class AptLockTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly PrivateApt _apt = new();

    public void Dispose() => _apt.Dispose();

    [Theory]
    [InlineData("dpkg/lock-frontend")]
    [InlineData("dpkg/lock")]
    [InlineData("apt/lists/lock")]
    [InlineData("cache/apt/archives/lock")]
    public async Task The_script_waits_for_each_lock_of_apt_and_names_its_holder(string file)
    {
        await using var holder = await _apt.HoldAsync(file);
        await using var spade = Install();

        var line = await spade.WaitForLineAsync("apt is held by ", Limit);
        Assert.Matches($"^apt is held by perl .*unattended-upgrade.*, process {holder.Id}: waiting for it, 600 s at most", line);
        Assert.False(spade.HasExited);
        holder.Send(Signals.Kill);

        Assert.Equal((0, "Everything is here."), (await spade.WaitForExitAsync(Limit), spade.Lines[^1]));
    }

    [Fact]
    public async Task A_holder_that_does_not_end_is_named_with_what_to_do_about_it()
    {
        await using var holder = await _apt.HoldAsync("apt/lists/lock");
        await using var spade = Install(("SPADE_APT_WAIT", "3"));

        Assert.Equal(1, await spade.WaitForExitAsync(Limit));

        Assert.Matches(
            $"^spade: apt is held by perl .*, process {holder.Id}, which has not ended in ([3-9]|[1-9][0-9]) s: let it end, or end it, "
                + "then start again.*/apt/lists/lock",
            spade.Lines[^1]);
        Assert.DoesNotContain(spade.Lines, line => line.Contains("the installation failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wait_that_is_no_number_is_rejected()
    {
        await using var spade = Install(("SPADE_APT_WAIT", "10m"));

        Assert.Equal(1, await spade.WaitForExitAsync(Limit));

        Assert.Equal(["spade: SPADE_APT_WAIT is '10m': give whole seconds, such as 600."], spade.Lines);
    }

    private ChildProcess Install(params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string?>(_apt.Environment);
        foreach (var (name, value) in more)
            environment[name] = value;
        return ChildProcess.Start(Path.Combine(_apt.Environment["PATH"]!, "bash"), environment, Repository.PathOf("spade"), "install");
    }
}

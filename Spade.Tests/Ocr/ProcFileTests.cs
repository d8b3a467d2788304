using System.Diagnostics;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

public sealed class ProcFileTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task A_process_has_a_start_time_and_its_environment_until_it_ends()
    {
        // /proc prints the name as it is, so this one looks like the end of the name and the state of a zombie.
        using var process = Start("x) Z 1");
        Assert.Contains(process.Id, ProcFile.ProcessIds());
        Assert.True(ProcFile.StartTime(process.Id) >= ProcFile.StartTime(Environment.ProcessId));
        Assert.Equal("its value", ProcFile.EnvironmentVariable(process.Id, "SPADE_TEST"));
        Assert.Null(ProcFile.EnvironmentVariable(process.Id, "SPADE_TES"));

        process.Kill();
        await process.WaitForExitAsync();

        Assert.Null(ProcFile.StartTime(process.Id));
        Assert.Null(ProcFile.EnvironmentVariable(process.Id, "SPADE_TEST"));
    }

    [Theory]
    [InlineData("4711")]
    [InlineData("4711:")]
    [InlineData("4711:1:2")]
    [InlineData("-4711:1")]
    [InlineData("")]
    public void What_is_no_owner_is_none(string text) => Assert.Null(ProcessOwner.Parse(text));

    [Fact]
    public void An_owner_is_read_back_and_alive_while_its_process_runs()
    {
        Assert.Equal(ProcessOwner.Current, ProcessOwner.Parse(ProcessOwner.Current.ToString()));
        Assert.True(ProcessOwner.Current.IsAlive);
        Assert.False((ProcessOwner.Current with { StartTime = 1 }).IsAlive);
    }

    private Process Start(string name)
    {
        var start = new ProcessStartInfo(Path.Combine(_programs.Add(name, "read -r line").Folder, name)) { RedirectStandardInput = true };
        start.Environment["SPADE_TEST"] = "its value";
        return Process.Start(start)!;
    }
}

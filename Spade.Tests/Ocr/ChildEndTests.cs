using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Spade.Tests.Infrastructure;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>No child process runs on when its page has ended, whichever way the page, the child or the worker ended.</summary>
public sealed class ChildEndTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task A_page_that_is_cancelled_has_ended_its_program_when_it_returns()
    {
        using var engine = new OcrEngine(_programs.Add("tesseract", "exec sleep 600"));
        using var cancel = new CancellationTokenSource();
        var reading = engine.ReadAsync(ImageBytes.Page, cancellationToken: cancel.Token);
        var child = await _programs.StartedAsync("tesseract");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.DefaultTimeout());
        Assert.Null(ProcFile.StartTime(child));
    }

    [Fact]
    public async Task A_time_limit_ends_the_programs_that_a_program_has_started_too()
    {
        var time = new FakeTimeProvider();
        using var engine = new OcrEngine(_programs.Add("tesseract", "sleep 600 & echo $! > $folder/child; wait"), time);
        var reading = engine.ProblemAsync(ImageBytes.Page);
        var grandchild = await ChildAsync();

        time.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal("page-timeout", (await reading.DefaultTimeout()).Error.Type);
        await FakePrograms.EndedAsync(grandchild);
    }

    [Fact]
    public async Task A_program_that_leaves_a_child_behind_is_not_waited_for_until_that_child_ends()
    {
        var time = new FakeTimeProvider();
        using var engine = new OcrEngine(_programs.Add("qpdf", "sleep 600 & echo $! > $folder/child"), time);
        var command = new ToolCommand(engine.Get<Toolchain>().Qpdf, _programs.Folder, TimeSpan.FromSeconds(100), "");
        var run = engine.Get<ToolRunner>().RunAsync(command, CancellationToken.None);
        // The child holds the program's output open.
        using var left = Process.GetProcessById(await ChildAsync());
        await FakePrograms.EndedAsync(await _programs.StartedAsync("qpdf"));

        await CompletedAsync(run, time);

        Assert.Equal(ToolEnd.Succeeded, (await run).End);
        left.Kill();
    }

    [Fact]
    public async Task Neither_is_a_tesseract_that_was_open_when_it_broke_down()
    {
        var time = new FakeTimeProvider();
        using var engine = new OcrEngine(_programs.Add("tesseract", "sleep 600 & echo $! > $folder/child; exit 7"), time);
        var reading = engine.ProblemAsync(ImageBytes.Page);
        using var left = Process.GetProcessById(await ChildAsync());
        await FakePrograms.EndedAsync(await _programs.StartedAsync("tesseract"));

        await CompletedAsync(reading, time);

        Assert.Equal("Recognition of page 1 broke down: tesseract ended with exit code 7.", (await reading).Error.Message);
        left.Kill();
    }

    [Fact]
    public async Task A_worker_that_starts_ends_the_children_of_one_that_is_gone()
    {
        // The same process id with another start time: the worker is gone, and its id is in use again.
        using var orphan = StartOwnedBy(ProcessOwner.Current with { StartTime = 1 });
        new OrphanedProcesses(NullLogger<OrphanedProcesses>.Instance).End();
        await orphan.WaitForExitAsync().DefaultTimeout();
        Assert.Equal(128 + 9, orphan.ExitCode);
    }

    [Fact]
    public async Task It_leaves_alone_the_children_of_a_worker_that_runs_and_what_is_no_worker_s_child()
    {
        using var owned = StartOwnedBy(ProcessOwner.Current);
        using var other = StartOwnedBy("no owner");
        using var orphan = StartOwnedBy(ProcessOwner.Current with { StartTime = 1 });

        new OrphanedProcesses(NullLogger<OrphanedProcesses>.Instance).End();
        await orphan.WaitForExitAsync().DefaultTimeout();

        Assert.False(owned.HasExited);
        Assert.False(other.HasExited);
        owned.Kill();
        other.Kill();
    }

    private async Task<int> ChildAsync() => int.Parse(await _programs.ReadAsync("child"), CultureInfo.InvariantCulture);

    private static Task CompletedAsync(Task run, FakeTimeProvider time) => Eventually.HoldsAsync("the run has ended", () =>
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(run.IsCompleted);
    });

    private static Process StartOwnedBy(object owner)
    {
        var start = new ProcessStartInfo("sleep", "600");
        start.Environment[ProcessOwner.Variable] = owner.ToString();
        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using System.Text.Json;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>Documents that are broken, or built to slow down others.</summary>
[Collection(BusyEngine.Name)]
public sealed class BadDocumentTests
{
    [Fact]
    public async Task Documents_built_to_take_long_do_not_keep_a_page_waiting()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        // Two documents at once, as in the chart, on a machine of any size.
        await system.LaunchWorkingAsync(new() { Environment = new Dictionary<string, string> { ["Ocr__DocumentsAtOnce"] = "2" } });
        var traps = new List<string>();
        foreach (var dpi in Enumerable.Range(200, 6))
        {
            var (_, trap) = await system.UploadAsync(Inputs.PathOf("nested-forms.pdf"), $"?dpi={dpi}");
            traps.Add(trap.GetProperty("id").GetString()!);
        }

        var started = Stopwatch.GetTimestamp();
        var (_, page) = await system.UploadAsync(Samples.OnePage.FilePath);
        await system.CompletedAsync(page.GetProperty("id").GetString()!);

        // Six seconds of processor time in all, on a machine shared with other tests. At a minute each they would take three.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMinutes, 0, 1.5);
        foreach (var trap in traps)
            Assert.Equal("inspection-timeout", (await FailedAsync(system, trap)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_is_no_error_of_the_worker()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var worker = await system.StartWorkerAsync();
        var (_, uploaded) = await system.UploadAsync(Inputs.PathOf("middle-image-missing.pdf"));
        var document = await system.CompletedAsync(uploaded.GetProperty("id").GetString()!);

        Assert.Equal((1, 0), (document.GetProperty("pagesFailed").GetInt32(), document.GetProperty("attempt").GetInt32()));
        Assert.DoesNotContain(
            worker.Lines,
            line => line.Contains("Spade.Worker", StringComparison.Ordinal) && line.StartsWith("fail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_signal_that_ended_a_program_is_logged()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        try
        {
            var program = Path.Combine(folder.FullName, "pdftoppm");
            await File.WriteAllTextAsync(program, "#!/bin/sh\necho /secret/path >&2\nkill -SEGV $$\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var worker = await system.LaunchWorkingAsync(new() { PathPrefix = folder.FullName });
            await system.UploadAsync(Samples.ThreePages.FilePath);

            await worker.Process.WaitForLineAsync("page-crashed: pdftoppm ended with code 139 (signal 11), sign of: None");
            Assert.DoesNotContain(worker.Process.Lines, line => line.Contains("/secret", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<JsonElement> FailedAsync(SpadeSystem system, string id)
    {
        var document = await system.GetAsync(id);
        await Eventually.HoldsAsync(
            $"{id} has failed",
            async () => (document = await system.GetAsync(id, wait: 20)).GetProperty("status").GetString() == "failed",
            TimeSpan.FromMinutes(2));
        return document.GetProperty("error");
    }
}

using System.Globalization;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Services;

public sealed class TesseractShimTests : IDisposable
{
    private readonly TesseractShim _shim = new();
    private readonly Guid _job = Guid.NewGuid();
    private readonly string _folder;

    public TesseractShimTests() =>
        _folder = Directory.CreateDirectory(Path.Combine(_shim.Folder, "work", $"{_job:N}-1")).FullName;

    public void Dispose() => _shim.Dispose();

    [Fact]
    public async Task Runs_are_counted_once_per_page_and_second_tries_belong_to_the_first()
    {
        Assert.Empty(_shim.Runs());
        Assert.Contains("eng", (await RunAsync("--list-langs")).Output, StringComparison.Ordinal);
        Assert.Empty(_shim.Runs());

        await RecognizeAsync(page: 3);
        await RecognizeAsync(page: 3, "--psm", "1");
        await RecognizeAsync(page: 4);
        Assert.Equal([(3, false), (3, true), (4, false)], _shim.Runs().Select(run => (run.Page, run.SecondTry)));
        Assert.All(_shim.Runs(), run => Assert.Equal((_job, 0), (run.JobId, run.ExitCode)));
        Assert.All(
            _shim.Runs(), run => Assert.InRange(run.Ended!.Value - run.Begun, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)));
        Assert.Empty(_shim.RepeatedPages());
        Assert.Equal(2, _shim.Pages());

        await RecognizeAsync(page: 3);
        var repeated = Assert.Single(_shim.RepeatedPages());
        Assert.Equal((_job, 3, 2), (repeated.JobId, repeated.Page, repeated.Runs.Count));
        Assert.Equal(2, _shim.Pages());
    }

    [Fact]
    public async Task The_exit_code_is_the_real_one()
    {
        var run = await RunAsync(Path.Combine(_folder, "missing-1"), Path.Combine(_folder, "result"), "txt");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(1, Assert.Single(_shim.Runs()).ExitCode);
    }

    [Fact]
    public async Task A_killed_run_takes_the_real_program_with_it_and_has_no_end()
    {
        var (image, output) = (Path.Combine(_folder, "page-1.png"), Path.Combine(_folder, "result"));
        File.Copy(Samples.OnePage.FilePath, image);
        await using var process = ChildProcess.Start(
            Path.Combine(_shim.Folder, "tesseract"), new Dictionary<string, string?>(), image, output, "txt");
        await Eventually.HoldsAsync("the real program runs", () => Task.FromResult(process.Children().Count == 1));
        var real = Assert.Single(process.Children());
        // Before Tesseract has replaced setpriv, the parent-death signal may not be set.
        await Eventually.HoldsAsync("it is Tesseract", () => Task.FromResult(NameOf(real) == "tesseract"));

        process.Send(Signals.Kill);
        await process.WaitForExitAsync();
        await Eventually.HoldsAsync("the real program is gone", () => Task.FromResult(NameOf(real) != "tesseract"));
        Assert.Null(Assert.Single(_shim.Runs()).Ended);
    }

    [Fact]
    public async Task A_real_worker_with_the_shim_recognises_small_scans_and_every_page_is_counted()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchWorkingAsync(new ServiceOptions { PathPrefix = _shim.Folder });
        await worker.ReadyAsync();
        foreach (var (scan, pages) in new[] { (UniqueScan.Pdf(3), 3), (UniqueScan.Png(), 1) })
        {
            var file = Path.Combine(_folder, "scan");
            await File.WriteAllBytesAsync(file, scan);
            var (_, uploaded) = await system.UploadAsync(file);
            var document = await system.CompletedAsync(uploaded.GetProperty("id").GetString()!);
            Assert.Equal(pages, document.GetProperty("pagesDone").GetInt32());
        }

        Assert.Equal(4, _shim.Pages());
        Assert.Empty(_shim.RepeatedPages());
        Assert.Equal(2, _shim.Runs().Select(run => run.JobId).Distinct().Count());
        foreach (var job in _shim.Runs().Select(run => run.JobId).Distinct())
            Assert.Equal(1, await system.ScalarAsync<long>("SELECT count(*) FROM documents WHERE job_id = $1", job));

        worker.Terminate();
        var exit = await worker.WaitForExitAsync();
        Assert.Equal(0, exit.Code);
        Assert.InRange(exit.AfterSignal, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(60));
    }

    private static string NameOf(int process)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/comm")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private async Task RecognizeAsync(int page, params string[] options)
    {
        var image = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"page-{page}.png"));
        await File.WriteAllBytesAsync(image, UniqueScan.Png());
        var output = Path.Combine(_folder, "result");
        Assert.Equal(0, (await RunAsync([image, output, "-l", "eng", .. options, "txt", "tsv"])).ExitCode);
        Assert.True(File.Exists(output + ".tsv"));
    }

    private Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.OfAsync(Path.Combine(_shim.Folder, "tesseract"), arguments);
}

using System.Net.Http.Json;
using System.Text.Json;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Services;

namespace Spade.Benchmarks.Ocr;

/// <summary>Spade: a document is uploaded to an API and recognised by a worker. Both are at work: they have read one page before. The CPU
/// time is that of the worker with its children and of PostgreSQL.</summary>
internal static class OcrSubject
{
    // Of a core, as both use it when they wait for work.
    private const double Idle = 0.05;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // From the start of the transaction that enqueues to the start of the one that completes, by the database's clock.
    private const string Seconds =
        "SELECT extract(epoch FROM completed_at - created_at)::float8 FROM documents ORDER BY created_at DESC LIMIT 1";

    internal static async Task<IReadOnlyList<Sample>> MeasureAsync(Trial trial, OcrSample sample, CancellationToken cancellationToken)
    {
        var shell = trial.Programs.Shell;
        var file = await sample.FileAsync(shell, cancellationToken);
        var programs = await WebProgram.BothAsync(trial, cancellationToken);
        await using var api = await RunningProgram.StartAsync(shell, programs.Api, cancellationToken);
        await using var worker = await RunningProgram.StartAsync(shell, programs.Worker, cancellationToken);
        using var requests = new HttpClient { BaseAddress = new Uri(api.Url("/")) };
        await RecognizeAsync(requests, file, "20", 1, cancellationToken);
        await UntilIdleAsync(cancellationToken, api.ProcessId, worker.ProcessId);

        var (ours, postgres) = (ProcessTimes.OfTree(worker.ProcessId), ProcessTimes.OfTree(trial.Cluster.ProcessId));
        var text = await RecognizeAsync(requests, file, $"1-{sample.Pages}", sample.Pages, cancellationToken);
        ours = ProcessTimes.OfTree(worker.ProcessId) - ours;
        postgres = ProcessTimes.OfTree(trial.Cluster.ProcessId) - postgres;
        OcrTruth.Check(await requests.GetStringAsync(text, cancellationToken), OcrSample.Truth(shell.Root), sample.Pages);
        return Figures(sample, await trial.Cluster.ScalarAsync<double>(programs.Api.Database, Seconds, cancellationToken), ours, postgres);
    }

    /// <summary>Waits until the processes have done the work of their start: for some seconds .NET compiles what it has called
    /// often.</summary>
    private static async Task UntilIdleAsync(CancellationToken cancellationToken, params int[] processes)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Window)
        {
            var before = ProcessTimes.OfTree(processes);
            await Task.Delay(Window, cancellationToken);
            if (ProcessTimes.OfTree(processes) - before <= Idle * Window.TotalSeconds)
                return;
        }

        throw new BenchmarkException($"API and worker were not idle within {Patience.TotalSeconds} s of their start.");
    }

    private static Sample[] Figures(OcrSample sample, double wall, double ours, double postgres) =>
    [
        new(sample.Row, OcrBenchmark.WallSeconds, wall),
        new(sample.Row, OcrBenchmark.PagesPerSecond, sample.Pages / wall),
        new(sample.Row, OcrBenchmark.CpuSeconds, ours + postgres),
        new(sample.Row, Sample.OwnCpu, ours * 1e6 / sample.Pages),
        new(sample.Row, Sample.PostgresCpu, postgres * 1e6 / sample.Pages),
    ];

    /// <returns>Address of the text.</returns>
    private static async Task<Uri> RecognizeAsync(
        HttpClient api, string file, string selection, int pages, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(await File.ReadAllBytesAsync(file, cancellationToken));
        using var answer = await api.PostAsync(new Uri($"/documents?pages={selection}", UriKind.Relative), body, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new BenchmarkException($"The upload was answered {(int)answer.StatusCode}.");
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var id = document.GetProperty("id").GetString();
        var address = new Uri($"/documents/{id}?wait=30", UriKind.Relative);
        while (document.GetProperty("status").GetString() is "queued" or "running")
            document = await api.GetFromJsonAsync<JsonElement>(address, cancellationToken);
        if (document.GetProperty("status").GetString() != "completed" || document.GetProperty("pagesDone").GetInt32() != pages)
            throw new BenchmarkException($"The document was not recognised completely: {document}");
        return new Uri($"/documents/{id}/text", UriKind.Relative);
    }
}

using System.Globalization;
using Spade.Rehearsal.Checks;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Rehearsal.Sabotage;

/// <summary>A rehearsal finds what is broken in the stop or in the lease of a worker.</summary>
[Collection(BusyMachine.Name)]
public sealed class BrokenWorkerTests
{
    /// <summary>Pages that are not recognised have an invented text.</summary>
    private static readonly CheckOptions AnyText = new() { CharacterErrors = double.MaxValue };

    /// <summary>A document at a time, and peers that notice in a moment what would take seconds.</summary>
    private static readonly ServiceOptions Hasty = ServiceOptions.Quick
        .With("Ocr__DocumentsAtOnce", "1")
        .With("Jobs__HeartbeatInterval", "00:00:00.3")
        .With("Jobs__StaleAfter", "00:00:01.5");

    [Fact]
    public async Task A_worker_that_fetches_on_after_the_signal_is_found()
    {
        var judgement = await RunAsync(
            """
            duration: 4s
            rate: 5
            mix: {list: 1, upload: 2}
            clients: {keep-alive: 1, fresh: 1}
            documents: {small: 1}
            steps:
            - {at: 1s, do: scale, of: worker, to: 1}
            """,
            TimeSpan.FromSeconds(0.6), Sabotages.FetchesOn);

        judgement.HasFinding("claims", "it took job ", " s after SIGTERM");
        judgement.HasFinding("claims", "the ledger says that it began ", " jobs after its signal");
    }

    [Fact]
    public async Task A_worker_that_falls_silent_at_the_signal_loses_its_jobs_and_their_pages_are_repeated()
    {
        var judgement = await RunAsync(
            Documents("small", "- {at: 2s, do: scale, of: worker, to: 1}"), TimeSpan.FromSeconds(4), Sabotages.FallsSilent, uploads: 2);

        judgement.HasFinding("repeated-pages", "recognised more than once: page 1 2 times");
    }

    [Fact]
    public async Task Pages_that_are_forgotten_when_a_document_is_handed_over_are_found()
    {
        var judgement = await RunAsync(
            Documents("twenty-pages", "- {at: 2.5s, do: scale, of: worker, to: 1}"), TimeSpan.FromSeconds(0.3), Sabotages.ForgetsPages,
            uploads: 2);

        judgement.HasFinding("repeated-pages", "recognised more than once: page 1 2 times");
    }

    [Fact]
    public async Task A_thawed_worker_that_writes_on_without_its_fence_is_found()
    {
        var judgement = await RunAsync(
            Documents("twenty-pages", "- {at: 2s, do: freeze, of: worker, for: 3.5s}"), TimeSpan.FromSeconds(0.3),
            Sabotages.WritesUnfenced, uploads: 2);

        judgement.HasFinding("repeated-pages", "recognised more than once: ", "; all crashes together may repeat ");
    }

    private static string Documents(string sample, string step) =>
        $$"""
        duration: 4s
        rate: 10
        mix: {list: 95, upload: 5}
        clients: {keep-alive: 1, fresh: 1}
        documents: { {{sample}}: 1 }
        steps:
        {{step}}
        """;

    /// <summary>An API, and two workers that are broken in the same way.</summary>
    private static async Task<Judgement> RunAsync(string schedule, TimeSpan page, string sabotage, int? uploads = null)
    {
        using var shim = new TesseractShim(page);
        // The rehearsal takes a worker's default for granted.
        var pages = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        return await new Scene
        {
            Schedule = schedule, Uploads = uploads, Workers = 2, Limits = AnyText,
            Worker = shim.Options.With(Hasty).With("Ocr__PagesAtOnce", pages).With(Sabotages.Options(sabotage)),
        }.JudgeAsync();
    }
}

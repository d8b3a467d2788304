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

    /// <summary>Each of the two workers is in the middle of a document.</summary>
    private const string InTheMiddle =
        """
        SELECT count(DISTINCT jobs.node_id) = 2 FROM jobs JOIN documents ON documents.job_id = jobs.id
        WHERE jobs.state = 'active' AND documents.pages_done BETWEEN 1 AND 5
        """;

    /// <summary>Each of the two workers recognises a page.</summary>
    private const string OnAPage =
        """
        SELECT count(DISTINCT jobs.node_id) = 2 FROM jobs JOIN documents ON documents.job_id = jobs.id
          JOIN pages ON pages.document_id = documents.id
        WHERE jobs.state = 'active' AND pages.finished_at IS NULL
        """;

    /// <summary>Peers that notice in a moment what would take seconds.</summary>
    private static readonly ServiceOptions Hasty = ServiceOptions.Quick
        .With("Jobs__HeartbeatInterval", "00:00:00.3").With("Jobs__ReadingInterval", "00:00:00.5").With("Jobs__StaleAfter", "00:00:01");

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
            TwoDocuments("small", "scale, of: worker, to: 1"), TimeSpan.FromSeconds(4), Sabotages.FallsSilent, OnAPage);

        judgement.HasFinding("repeated-pages", "recognised more than once: page 1 2 times");
    }

    [Fact]
    public async Task Pages_that_are_forgotten_when_a_document_is_handed_over_are_found()
    {
        var judgement = await RunAsync(
            TwoDocuments("ten-small-pages", "scale, of: worker, to: 1"), TimeSpan.FromSeconds(0.8), Sabotages.ForgetsPages, InTheMiddle);

        judgement.HasFinding("repeated-pages", "recognised more than once: page 1 2 times");
    }

    private static string TwoDocuments(string sample, string step) =>
        $$"""
        duration: 3s
        rate: 10
        mix: {list: 95, upload: 5}
        clients: {keep-alive: 1, fresh: 1}
        documents: { {{sample}}: 1 }
        steps:
        - {at: 1s, do: {{step}}}
        """;

    /// <summary>An API, and two workers that are broken in the same way.</summary>
    private static async Task<Judgement> RunAsync(string schedule, TimeSpan page, string sabotage, string? situation = null)
    {
        using var shim = new TesseractShim(page);
        // The rehearsal takes a worker's default for granted.
        var pages = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        return await new Scene
        {
            Schedule = schedule, Situation = situation, Uploads = situation is null ? null : 2, Workers = 2, Limits = AnyText,
            // A peer judges the API by its own patience.
            Api = ServiceOptions.Stopping(Scene.ApiBudget).With(Hasty),
            Worker = shim.Options.With(Hasty).With("Ocr__DocumentsAtOnce", "1").With("Ocr__PagesAtOnce", pages)
                .With(Sabotages.Options(sabotage)),
        }.JudgeAsync();
    }
}

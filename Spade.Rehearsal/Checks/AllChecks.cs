using Spade.Rehearsal.Checks.Documents;
using Spade.Rehearsal.Checks.Ledgers;
using Spade.Rehearsal.Checks.Requests;
using Spade.Rehearsal.Checks.Runs;
using Spade.Rehearsal.Checks.Stops;

namespace Spade.Rehearsal.Checks;

/// <summary>The checks, in the order of reports.</summary>
internal static class AllChecks
{
    public static IReadOnlyList<ICheck> Checks { get; } =
    [
        new HistoryCheck(), new LoadCheck(), new ScheduleCheck(),
        new FailedRequestsCheck(), new EventsCheck(), new IndeterminateUploadsCheck(),
        new LostDocumentsCheck(), new UnexpectedDocumentsCheck(), new DuplicatesCheck(), new UnfinishedDocumentsCheck(), new TextCheck(),
        new RepeatedPagesCheck(), new AttemptsCheck(),
        new ReadinessCheck(), new LameDuckCheck(), new ConnectionsCheck(), new ClaimsCheck(), new StopBudgetCheck(),
        new ExitCodesCheck(),
        new LedgerRowsCheck(), new LedgerTimesCheck(), new LedgerWorkCheck(),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Checks.Select(check => check.Name)];
}

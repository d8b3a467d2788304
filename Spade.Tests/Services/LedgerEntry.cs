namespace Spade.Tests.Services;

/// <summary>The restart ledger's entry of one process.</summary>
internal sealed record LedgerEntry(
    string State, string? Reason, int? ExitCode, int InFlight, int Begun, int Finished, int Released, int Aborted)
{
    /// <summary>Reads the entry of a process.</summary>
    public static async Task<LedgerEntry> OfAsync(SpadeSystem system, Service service)
    {
        var fields = await system.ScalarAsync<string[]>(
            """
            SELECT ARRAY[state, coalesce(reason, ''), coalesce(exit_code_intended::text, ''),
                         coalesce(in_flight, 0)::text, coalesce(begun, 0)::text,
                         coalesce(finished, 0)::text, coalesce(handed_over, 0)::text, coalesce(aborted, 0)::text]
            FROM restarts WHERE process_id = $1
            """,
            service.Process.Id);
        var work = fields[3..].Select(int.Parse).ToArray();
        return new LedgerEntry(
            fields[0], fields[1] is "" ? null : fields[1], fields[2] is "" ? null : int.Parse(fields[2]),
            work[0], work[1], work[2], work[3], work[4]);
    }

    /// <summary>Waits until the entry has an end, which a peer writes for a process that was killed.</summary>
    public static async Task<LedgerEntry> EndedAsync(SpadeSystem system, Service service)
    {
        await Infrastructure.Eventually.HoldsAsync(
            $"the entry of {service.Name} has an end",
            async () => await system.ScalarAsync<long>(
                "SELECT count(*) FROM restarts WHERE process_id = $1 AND ended_at IS NOT NULL", service.Process.Id) == 1,
            TimeSpan.FromSeconds(60));
        return await OfAsync(system, service);
    }

    /// <summary>Time from the signal, sent by this process, to the flip in the ledger. Both use this machine's clock.</summary>
    public static async Task<TimeSpan> FlipAsync(SpadeSystem system, Service service) =>
        TimeSpan.FromMilliseconds(await system.ScalarAsync<double>(
        "SELECT extract(epoch FROM ready_flipped_at - $2)::float8 * 1000 FROM restarts WHERE process_id = $1",
        service.Process.Id, service.SignalledAt!.Value));

    /// <summary>Fails unless the process wrote its exit report with this exit code, and its sums add up.</summary>
    public void AssertExitReport(string state, string reason, int exitCode)
    {
        Assert.Equal((state, reason, exitCode), (State, Reason, ExitCode));
        Assert.True(InFlight + Begun == Finished + Released + Aborted, ToString());
    }
}

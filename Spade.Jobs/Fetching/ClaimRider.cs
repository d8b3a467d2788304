using Npgsql;
using Spade.Jobs.Completing;
using Spade.Jobs.Configuration;
using Spade.Jobs.Leases;

namespace Spade.Jobs.Fetching;

/// <summary>Claims from a queue's backlog in the transactions that complete its jobs. Without a backlog it claims nothing.</summary>
internal sealed class ClaimRider(
    JobQueue queue, ClaimStore store, QueueClaims claims, JobStarter starter, QueueDemand demand, RunTokens tokens) : IClaimRider
{
    public IClaimRide? TryBoard(int places) =>
        demand.Backlog.MayExist && !tokens.Stopping.IsCancellationRequested && claims.TryBegin(places) is { } claim
            ? new Ride(queue.Name, store, claim, starter)
            : null;

    private sealed class Ride(string queue, ClaimStore store, QueueClaim claim, JobStarter starter) : IClaimRide
    {
        private List<ClaimedJob> _claimed = [];

        public NpgsqlBatchCommand Command { get; } = store.Command(queue, claim.Places, claim.Look);

        public async Task ReadAsync(NpgsqlDataReader reader) =>
            _claimed = await store.ReadAsync(reader, queue, claim.Places, CancellationToken.None);

        public async Task StartAsync()
        {
            using (claim)
            {
                claim.Succeed(_claimed);
                await starter.StartAsync(_claimed);
            }
        }

        public void Fail()
        {
            claim.Fail();
            claim.Dispose();
        }
    }
}

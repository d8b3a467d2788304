using Microsoft.EntityFrameworkCore;
using Spade.Documents.Schema;

namespace Spade.Documents.Ledger;

/// <summary>Reads the restart ledger.</summary>
public sealed class RestartQueries(SpadeDbContext context)
{
    /// <summary>Entries, newest first.</summary>
    /// <param name="service">Only those of this service; null for all.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="limit">Most entries to return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<Restart>> ListAsync(
        string? service, RestartState? state, int limit, CancellationToken cancellationToken) =>
        await context.Set<Restart>().AsNoTracking()
            .Where(restart => (service == null || restart.Service == service) && (state == null || restart.State == state))
            .OrderByDescending(restart => restart.StartedAt).ThenByDescending(restart => restart.NodeId)
            .Take(limit)
            .ToListAsync(cancellationToken);
}

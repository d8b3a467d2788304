using Microsoft.EntityFrameworkCore;
using Spade.Documents.Content;
using Spade.Documents.Documents;
using Spade.Documents.Ledger;
using Spade.Documents.Pages;

namespace Spade.Documents.Schema;

/// <summary>The model of everything Spade stores about documents and restarts, and the owner of the whole schema.</summary>
/// <remarks>What the API asks and changes goes through here. What a worker writes page by page joins the queue's fenced transaction
/// instead (<see cref="PageRecords"/>), and bytes and texts are streamed past the model (<see cref="DocumentContent"/>).</remarks>
public sealed class SpadeDbContext(DbContextOptions<SpadeDbContext> options) : DbContext(options)
{
    internal DbSet<Document> Documents => Set<Document>();

    internal DbSet<DocumentJob> Jobs => Set<DocumentJob>();

    internal DbSet<Restart> Restarts => Set<Restart>();

    /// <summary>The database's clock, inside queries.</summary>
    internal static DateTimeOffset DatabaseNow() => throw new InvalidOperationException("Only for use inside queries.");

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new DocumentConfiguration());
        modelBuilder.ApplyConfiguration(new DocumentChunkConfiguration());
        modelBuilder.ApplyConfiguration(new PageConfiguration());
        modelBuilder.ApplyConfiguration(new DocumentJobConfiguration());
        modelBuilder.ApplyConfiguration(new RestartConfiguration());
        modelBuilder.HasDbFunction(() => DatabaseNow()).HasName("now").IsBuiltIn();
    }
}

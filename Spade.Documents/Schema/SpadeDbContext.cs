using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Spade.Documents.Schema;

/// <summary>The model of everything Spade stores about documents and restarts, and the owner of the whole schema.</summary>
/// <remarks>Each entity and its configuration stand in the room that uses them; the context finds them by itself. What the API asks and
/// changes goes through the context. What a worker writes page by page joins the queue's fenced transaction instead, and bytes and texts
/// are streamed past the model.</remarks>
public sealed class SpadeDbContext(DbContextOptions<SpadeDbContext> options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>The key ring with which every replica protects cookies and anti-forgery tokens.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>The database's clock, for use inside queries.</summary>
    internal static DateTimeOffset DatabaseNow() => throw new InvalidOperationException("Only for use inside queries.");

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SpadeDbContext).Assembly);
        modelBuilder.HasDbFunction(() => DatabaseNow()).HasName("now").IsBuiltIn();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Spade.Documents.Schema;

/// <summary>Creates the context for <c>dotnet ef</c>, without a service around it.</summary>
/// <remarks>
/// <para>A migration is made after the entity or its configuration has changed, in the folder of the solution:</para>
/// <code>
/// dotnet tool restore
/// dotnet ef migrations add AddDocumentLabel --project Spade.Documents --output-dir Schema/Migrations
/// </code>
/// <para>The tool writes the difference to the last migration and brings <c>SpadeDbContextModelSnapshot</c> up to date. What EF Core has no
/// words for (check constraints, storage, comments) is added to the new file as SQL. Applied migrations never change. Old and new
/// versions of the services run side by side during a rollout: add what the new version needs first, remove what the old one used with a
/// later release. <c>dotnet ef migrations has-pending-model-changes --project Spade.Documents</c> tells whether a migration is missing; a
/// test does so too.</para>
/// <para>None of this opens a connection, so any connection string will do.</para>
/// </remarks>
internal sealed class SpadeDbContextFactory : IDesignTimeDbContextFactory<SpadeDbContext>
{
    public SpadeDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SpadeDbContext>().UseNpgsql("Host=design-time").Options);
}

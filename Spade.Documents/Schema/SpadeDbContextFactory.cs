using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Spade.Documents.Schema;

/// <summary>Creates the context for <c>dotnet ef</c>, without a service around it.</summary>
/// <remarks>
/// <para>After an entity or its configuration has changed, in the folder of the solution:</para>
/// <code>
/// dotnet tool restore
/// dotnet ef migrations add AddDocumentLabel --project Spade.Documents --output-dir Schema/Migrations
/// dotnet ef dbcontext optimize --project Spade.Documents --output-dir CompiledModel --namespace Spade.Documents.CompiledModel
/// </code>
/// <para>The first <c>ef</c> command writes a migration with the difference to the last one and brings
/// <c>SpadeDbContextModelSnapshot</c> up to date. SQL that EF Core cannot express (check constraints, storage, comments) is added to the
/// new file by hand. An applied migration never changes. Old and new versions of the services run side by side during a rollout: a
/// migration adds what the new version needs, and a later release removes what the old version used.</para>
/// <para>The second generates the compiled model, so that no service builds the model from the configurations at its start. EF Core
/// finds it by an attribute of the assembly. The tool builds the project first, so remove the folder <c>CompiledModel</c> before when it
/// refers to a type that is gone. Tests fail when the migration is missing or the compiled model is out of date.</para>
/// <para>None of this opens a connection, so any connection string will do.</para>
/// </remarks>
internal sealed class SpadeDbContextFactory : IDesignTimeDbContextFactory<SpadeDbContext>
{
    public SpadeDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SpadeDbContext>().UseNpgsql("Host=design-time").Options);
}

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Spade.Jobs.Schema;

namespace Spade.Documents.Schema.Migrations;

/// <summary>Groups of jobs, as the queue itself defines them. Workers of the version before go on claiming in the order of the
/// queue.</summary>
[DbContext(typeof(SpadeDbContext))]
[Migration("20261128070000_AddJobGroups")]
internal sealed class AddJobGroups : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(JobsSchema.AddGroupColumn);
        // Without a transaction, because creating it would keep the queue waiting while it reads a large table. An earlier attempt that was
        // cut leaves an invalid index.
        migrationBuilder.Sql(JobsSchema.DropGroupIndex, suppressTransaction: true);
        migrationBuilder.Sql(JobsSchema.CreateGroupIndex, suppressTransaction: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(JobsSchema.DropGroups);
}

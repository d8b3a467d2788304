using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Spade.Jobs.Schema;

namespace Spade.Documents.Schema.Migrations;

/// <summary>The queue's tables, as the queue itself defines them.</summary>
[DbContext(typeof(SpadeDbContext))]
[Migration("20261101000000_CreateJobs")]
internal sealed class CreateJobs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(JobsSchema.Create);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(JobsSchema.Drop);
}

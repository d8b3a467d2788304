using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Spade.Documents.Schema.Migrations;

/// <summary>The model as the latest migration leaves it, kept by hand. EF Core refuses to migrate when it differs from the real model:
/// whoever changes the model is reminded of the migration that is missing.</summary>
[DbContext(typeof(SpadeDbContext))]
internal sealed class SpadeDbContextModelSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity("Spade.Documents.Document", document =>
        {
            document.ToTable("documents");
            document.Property<string>("Id").HasColumnName("id").HasColumnType("text");
            document.Property<string>("FileName").HasColumnName("file_name").HasColumnType("text");
            document.Property<string>("ContentType").IsRequired().HasColumnName("content_type").HasColumnType("text");
            document.Property<long>("Size").HasColumnName("size").HasColumnType("bigint");
            document.Property<string>("Sha256").IsRequired().HasColumnName("sha256").HasColumnType("text");
            document.Property<string>("Language").IsRequired().HasColumnName("language").HasColumnType("text");
            document.Property<string>("Pages").HasColumnName("pages").HasColumnType("text");
            document.Property<int>("Dpi").HasColumnName("dpi").HasColumnType("integer");
            document.Property<string>("Status").IsRequired().HasColumnName("status").HasColumnType("text");
            document.Property<int?>("PagesTotal").HasColumnName("pages_total").HasColumnType("integer");
            document.Property<int>("PagesDone").HasColumnName("pages_done").HasColumnType("integer");
            document.Property<string>("ErrorType").HasColumnName("error_type").HasColumnType("text");
            document.Property<string>("ErrorMessage").HasColumnName("error_message").HasColumnType("text");
            document.Property<Guid?>("JobId").HasColumnName("job_id").HasColumnType("uuid");
            document.Property<DateTimeOffset>("CreatedAt").HasColumnName("created_at")
                .HasColumnType("timestamp with time zone").HasDefaultValueSql("now()");
            document.Property<DateTimeOffset?>("StartedAt").HasColumnName("started_at").HasColumnType("timestamp with time zone");
            document.Property<DateTimeOffset?>("CompletedAt").HasColumnName("completed_at").HasColumnType("timestamp with time zone");
            document.HasKey("Id").HasName("documents_pkey");
            document.HasIndex(["CreatedAt", "Id"], "documents_newest").IsDescending();
            document.HasIndex(["Status", "CreatedAt", "Id"], "documents_status_newest").IsDescending(false, true, true);
        });

        modelBuilder.Entity("Spade.Documents.DocumentChunk", chunk =>
        {
            chunk.ToTable("document_chunks");
            chunk.Property<string>("DocumentId").HasColumnName("document_id").HasColumnType("text");
            chunk.Property<int>("Number").HasColumnName("number").HasColumnType("integer");
            chunk.Property<byte[]>("Data").IsRequired().HasColumnName("data").HasColumnType("bytea");
            chunk.HasKey("DocumentId", "Number").HasName("document_chunks_pkey");
            chunk.HasOne("Spade.Documents.Document", null).WithMany().HasForeignKey("DocumentId")
                .HasConstraintName("document_chunks_document").OnDelete(DeleteBehavior.Cascade).IsRequired();
        });

        modelBuilder.Entity("Spade.Documents.Page", page =>
        {
            page.ToTable("pages");
            page.Property<string>("DocumentId").HasColumnName("document_id").HasColumnType("text");
            page.Property<int>("Number").HasColumnName("number").HasColumnType("integer");
            page.Property<string>("Text").HasColumnName("text").HasColumnType("text");
            page.Property<double?>("Confidence").HasColumnName("confidence").HasColumnType("double precision");
            page.Property<int>("Begun").HasColumnName("begun").HasColumnType("integer");
            page.Property<DateTimeOffset>("BegunAt").HasColumnName("begun_at").HasColumnType("timestamp with time zone");
            page.Property<DateTimeOffset?>("FinishedAt").HasColumnName("finished_at").HasColumnType("timestamp with time zone");
            page.HasKey("DocumentId", "Number").HasName("pages_pkey");
            page.HasOne("Spade.Documents.Document", null).WithMany().HasForeignKey("DocumentId")
                .HasConstraintName("pages_document").OnDelete(DeleteBehavior.Cascade).IsRequired();
        });

        modelBuilder.Entity("Spade.Documents.Restart", restart =>
        {
            restart.ToTable("restarts");
            restart.Property<Guid>("NodeId").HasColumnName("node_id").HasColumnType("uuid");
            restart.Property<string>("Service").IsRequired().HasColumnName("service").HasColumnType("text");
            restart.Property<string>("Version").IsRequired().HasColumnName("version").HasColumnType("text");
            restart.Property<string>("Host").IsRequired().HasColumnName("host").HasColumnType("text");
            restart.Property<int>("ProcessId").HasColumnName("process_id").HasColumnType("integer");
            restart.Property<string>("State").IsRequired().HasColumnName("state").HasColumnType("text");
            restart.Property<DateTimeOffset>("StartedAt").HasColumnName("started_at").HasColumnType("timestamp with time zone");
            restart.Property<string>("Reason").HasColumnName("reason").HasColumnType("text");
            restart.Property<DateTimeOffset?>("SignalledAt").HasColumnName("signalled_at").HasColumnType("timestamp with time zone");
            restart.Property<DateTimeOffset?>("ReadyFlippedAt").HasColumnName("ready_flipped_at").HasColumnType("timestamp with time zone");
            restart.Property<DateTimeOffset?>("ListenerClosedAt").HasColumnName("listener_closed_at")
                .HasColumnType("timestamp with time zone");
            restart.Property<int?>("InFlight").HasColumnName("in_flight").HasColumnType("integer");
            restart.Property<int?>("Begun").HasColumnName("begun").HasColumnType("integer");
            restart.Property<int?>("Finished").HasColumnName("finished").HasColumnType("integer");
            restart.Property<int?>("HandedOver").HasColumnName("handed_over").HasColumnType("integer");
            restart.Property<int?>("Aborted").HasColumnName("aborted").HasColumnType("integer");
            restart.Property<int?>("ExitCodeIntended").HasColumnName("exit_code_intended").HasColumnType("integer");
            restart.Property<double?>("BudgetUsed").HasColumnName("budget_used").HasColumnType("double precision");
            restart.Property<DateTimeOffset?>("EndedAt").HasColumnName("ended_at").HasColumnType("timestamp with time zone");
            restart.HasKey("NodeId").HasName("restarts_pkey");
            restart.HasIndex(["StartedAt", "NodeId"], "restarts_newest").IsDescending();
        });
    }
}

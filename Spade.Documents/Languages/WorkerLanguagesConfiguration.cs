using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Languages;

internal sealed class WorkerLanguagesConfiguration : IEntityTypeConfiguration<WorkerLanguages>
{
    public void Configure(EntityTypeBuilder<WorkerLanguages> worker)
    {
        worker.ToTable("worker_languages");
        worker.HasKey(w => w.NodeId).HasName("worker_languages_pkey");

        worker.Property(w => w.NodeId).HasColumnName("node_id").ValueGeneratedNever();
        worker.Property(w => w.Languages).HasColumnName("languages");
        worker.Property(w => w.PublishedAt).HasColumnName("published_at").HasDefaultValueSql("now()");
    }
}

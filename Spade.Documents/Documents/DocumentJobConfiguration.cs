using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Documents;

internal sealed class DocumentJobConfiguration : IEntityTypeConfiguration<DocumentJob>
{
    public void Configure(EntityTypeBuilder<DocumentJob> job)
    {
        job.ToTable("jobs", table => table.ExcludeFromMigrations());
        job.HasKey(j => j.Id).HasName("jobs_pkey");

        job.Property(j => j.Id).HasColumnName("id").ValueGeneratedNever();
        job.Property(j => j.State).HasColumnName("state");
        job.Property(j => j.Attempt).HasColumnName("attempt");
        job.Property(j => j.Interruptions).HasColumnName("interruptions");
        job.Property(j => j.ErrorType).HasColumnName("error_type");
        job.Property(j => j.ErrorMessage).HasColumnName("error_message");
        job.Property(j => j.FinishedAt).HasColumnName("finished_at");
    }
}

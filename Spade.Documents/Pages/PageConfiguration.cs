using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Pages;

internal sealed class PageConfiguration : IEntityTypeConfiguration<Page>
{
    public void Configure(EntityTypeBuilder<Page> page)
    {
        page.ToTable("pages");
        page.HasKey(p => new { p.DocumentId, p.Number }).HasName("pages_pkey");

        page.Property(p => p.DocumentId).HasColumnName("document_id");
        page.Property(p => p.Number).HasColumnName("number");
        page.Property(p => p.Text).HasColumnName("text");
        page.Property(p => p.Layout).HasColumnName("layout");
        page.Property(p => p.ErrorType).HasColumnName("error_type");
        page.Property(p => p.ErrorMessage).HasColumnName("error_message");
        page.Property(p => p.Confidence).HasColumnName("confidence");
        page.Property(p => p.Begun).HasColumnName("begun");
        page.Property(p => p.BegunAt).HasColumnName("begun_at");
        page.Property(p => p.FinishedAt).HasColumnName("finished_at");
    }
}

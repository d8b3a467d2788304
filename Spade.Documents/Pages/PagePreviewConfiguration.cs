using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Pages;

internal sealed class PagePreviewConfiguration : IEntityTypeConfiguration<PagePreview>
{
    public void Configure(EntityTypeBuilder<PagePreview> preview)
    {
        preview.ToTable("page_previews");
        preview.HasKey(p => new { p.DocumentId, p.Number }).HasName("page_previews_pkey");

        preview.Property(p => p.DocumentId).HasColumnName("document_id");
        preview.Property(p => p.Number).HasColumnName("number");
        preview.Property(p => p.ContentType).HasColumnName("content_type");
        preview.Property(p => p.Data).HasColumnName("data");
    }
}

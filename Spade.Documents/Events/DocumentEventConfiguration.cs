using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Events;

internal sealed class DocumentEventConfiguration : IEntityTypeConfiguration<DocumentEvent>
{
    public void Configure(EntityTypeBuilder<DocumentEvent> change)
    {
        change.ToTable("document_events");
        change.HasKey(e => new { e.DocumentId, e.Id }).HasName("document_events_pkey");

        change.Property(e => e.DocumentId).HasColumnName("document_id");
        change.Property(e => e.Id).HasColumnName("id");
        change.Property(e => e.Kind).HasColumnName("kind");
        change.Property(e => e.Data).HasColumnName("data").HasColumnType("jsonb");
        change.Property(e => e.At).HasColumnName("at").HasDefaultValueSql("now()");
    }
}

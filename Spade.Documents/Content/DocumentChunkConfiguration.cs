using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Content;

internal sealed class DocumentChunkConfiguration : IEntityTypeConfiguration<DocumentChunk>
{
    public void Configure(EntityTypeBuilder<DocumentChunk> chunk)
    {
        chunk.ToTable("document_chunks");
        chunk.HasKey(c => new { c.DocumentId, c.Number }).HasName("document_chunks_pkey");

        chunk.Property(c => c.DocumentId).HasColumnName("document_id");
        chunk.Property(c => c.Number).HasColumnName("number");
        chunk.Property(c => c.Data).HasColumnName("data");
    }
}

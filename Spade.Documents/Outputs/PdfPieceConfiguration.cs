using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Outputs;

internal sealed class PdfPieceConfiguration : IEntityTypeConfiguration<PdfPiece>
{
    public void Configure(EntityTypeBuilder<PdfPiece> piece)
    {
        piece.ToTable("pdf_pieces");
        piece.HasKey(p => new { p.DocumentId, p.Number }).HasName("pdf_pieces_pkey");

        piece.Property(p => p.DocumentId).HasColumnName("document_id");
        piece.Property(p => p.Number).HasColumnName("number");
        piece.Property(p => p.Start).HasColumnName("start");
        piece.Property(p => p.Length).HasColumnName("length");
        piece.Property(p => p.SourceOffset).HasColumnName("source_offset");
        piece.Property(p => p.Data).HasColumnName("data");
    }
}

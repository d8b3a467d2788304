using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spade.Documents.Content;
using Spade.Documents.Events;
using Spade.Documents.Outputs;
using Spade.Documents.Pages;
using Spade.Documents.Tenants;

namespace Spade.Documents.Documents;

internal sealed class DocumentConfiguration : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> document)
    {
        document.ToTable("documents");
        document.HasKey(d => d.Id).HasName("documents_pkey");
        document.HasIndex(d => new { d.CreatedAt, d.Id }, "documents_newest").IsDescending();
        document.HasIndex(d => new { d.Status, d.CreatedAt, d.Id }, "documents_status_newest").IsDescending(false, true, true);
        document.HasIndex(d => new { d.Tenant, d.CreatedAt, d.Id }, "documents_tenant_newest").IsDescending(false, true, true);
        document.HasIndex(d => new { d.Tenant, d.Status, d.CreatedAt, d.Id }, "documents_tenant_status_newest")
            .IsDescending(false, false, true, true);
        // Configured on this side, because the rooms of chunks, pages, events and outputs do not know documents.
        document.HasMany<DocumentChunk>().WithOne().HasForeignKey(c => c.DocumentId)
            .HasConstraintName("document_chunks_document").OnDelete(DeleteBehavior.Cascade);
        document.HasMany<Page>().WithOne().HasForeignKey(p => p.DocumentId)
            .HasConstraintName("pages_document").OnDelete(DeleteBehavior.Cascade);
        document.HasMany<PagePreview>().WithOne().HasForeignKey(p => p.DocumentId)
            .HasConstraintName("page_previews_document").OnDelete(DeleteBehavior.Cascade);
        document.HasMany<DocumentEvent>().WithOne().HasForeignKey(e => e.DocumentId)
            .HasConstraintName("document_events_document").OnDelete(DeleteBehavior.Cascade);
        document.HasMany<PdfPiece>().WithOne().HasForeignKey(p => p.DocumentId)
            .HasConstraintName("pdf_pieces_document").OnDelete(DeleteBehavior.Cascade);

        document.Property(d => d.Id).HasColumnName("id").ValueGeneratedNever();
        document.Property(d => d.FileName).HasColumnName("file_name");
        document.Property(d => d.ContentType).HasColumnName("content_type");
        document.Property(d => d.Size).HasColumnName("size");
        document.Property(d => d.Sha256).HasColumnName("sha256");
        document.Property(d => d.Language).HasColumnName("language");
        document.Property(d => d.Pages).HasColumnName("pages");
        document.Property(d => d.Dpi).HasColumnName("dpi");
        document.Property(d => d.TextSource).HasColumnName("text_source").HasDefaultValue(TextSource.Ocr)
            .HasConversion(source => source.ToWord(), word => TextSourceNames.FromWord(word));
        document.Property(d => d.Status).HasColumnName("status")
            .HasConversion(status => status.ToWord(), word => DocumentStatusNames.FromWord(word));
        document.Property(d => d.PagesTotal).HasColumnName("pages_total");
        document.Property(d => d.PagesDone).HasColumnName("pages_done");
        document.Property(d => d.PagesFailed).HasColumnName("pages_failed").HasDefaultValue(0);
        document.Property(d => d.LastEvent).HasColumnName("last_event").HasDefaultValue(0L);
        document.Property(d => d.ErrorType).HasColumnName("error_type");
        document.Property(d => d.ErrorMessage).HasColumnName("error_message");
        document.Property(d => d.Tenant).HasColumnName("tenant").HasDefaultValue(TenantName.Default);
        document.Property(d => d.UploadedBy).HasColumnName("uploaded_by");
        document.Property(d => d.Callback).HasColumnName("callback");
        document.Property(d => d.JobId).HasColumnName("job_id");
        document.Property(d => d.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
        document.Property(d => d.StartedAt).HasColumnName("started_at");
        document.Property(d => d.CompletedAt).HasColumnName("completed_at");
    }
}

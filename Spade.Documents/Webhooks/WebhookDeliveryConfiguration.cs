using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Webhooks;

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("webhook_deliveries");
        delivery.HasKey(d => d.Id).HasName("webhook_deliveries_pkey");
        delivery.HasIndex(d => new { d.Tenant, d.CreatedAt, d.Id }, "webhook_deliveries_newest").IsDescending(false, true, true);
        delivery.HasIndex(d => new { d.Tenant, d.State, d.CreatedAt, d.Id }, "webhook_deliveries_tenant_state")
            .IsDescending(false, false, true, true);
        delivery.HasIndex(d => new { d.State, d.Id }, "webhook_deliveries_state").IsDescending(false, true);
        delivery.HasIndex(d => d.DocumentId, "webhook_deliveries_document");
        delivery.HasIndex(d => d.JobId, "webhook_deliveries_job").HasFilter("state = 'pending'");
        delivery.HasMany<WebhookAttempt>().WithOne().HasForeignKey(a => a.DeliveryId)
            .HasConstraintName("webhook_attempts_delivery").OnDelete(DeleteBehavior.Cascade);

        delivery.Property(d => d.Id).HasColumnName("id").ValueGeneratedNever();
        delivery.Property(d => d.Tenant).HasColumnName("tenant");
        delivery.Property(d => d.DocumentId).HasColumnName("document_id");
        delivery.Property(d => d.Type).HasColumnName("type");
        delivery.Property(d => d.Url).HasColumnName("url");
        delivery.Property(d => d.IsCallback).HasColumnName("is_callback");
        delivery.Property(d => d.Payload).HasColumnName("payload");
        delivery.Property(d => d.State).HasColumnName("state").HasDefaultValue("pending");
        delivery.Property(d => d.JobId).HasColumnName("job_id");
        delivery.Property(d => d.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
        delivery.Property(d => d.EndedAt).HasColumnName("ended_at");
    }
}

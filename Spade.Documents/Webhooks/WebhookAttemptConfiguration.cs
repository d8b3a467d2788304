using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Webhooks;

internal sealed class WebhookAttemptConfiguration : IEntityTypeConfiguration<WebhookAttempt>
{
    public void Configure(EntityTypeBuilder<WebhookAttempt> attempt)
    {
        attempt.ToTable("webhook_attempts");
        attempt.HasKey(a => new { a.DeliveryId, a.Number }).HasName("webhook_attempts_pkey");

        attempt.Property(a => a.DeliveryId).HasColumnName("delivery_id");
        attempt.Property(a => a.Number).HasColumnName("number");
        attempt.Property(a => a.StartedAt).HasColumnName("started_at").HasDefaultValueSql("now()");
        attempt.Property(a => a.DurationMs).HasColumnName("duration_ms");
        attempt.Property(a => a.Status).HasColumnName("status");
        attempt.Property(a => a.Error).HasColumnName("error");
    }
}

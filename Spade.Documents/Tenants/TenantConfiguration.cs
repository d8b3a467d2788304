using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Tenants;

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> tenant)
    {
        tenant.ToTable("tenants");
        tenant.HasKey(t => t.Name).HasName("tenants_pkey");

        tenant.Property(t => t.Name).HasColumnName("name");
        tenant.Property(t => t.RequestsPerSecond).HasColumnName("requests_per_second");
        tenant.Property(t => t.BytesPerDay).HasColumnName("bytes_per_day");
        tenant.Property(t => t.PagesPerDay).HasColumnName("pages_per_day");
        tenant.Property(t => t.MaxQueued).HasColumnName("max_queued");
        tenant.Property(t => t.WebhookUrl).HasColumnName("webhook_url");
        tenant.Property(t => t.WebhookSecret).HasColumnName("webhook_secret");
        tenant.Property(t => t.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Tenants;

internal sealed class TenantUsageConfiguration : IEntityTypeConfiguration<TenantUsage>
{
    public void Configure(EntityTypeBuilder<TenantUsage> usage)
    {
        usage.ToTable("tenant_usage");
        usage.HasKey(u => new { u.Tenant, u.Day }).HasName("tenant_usage_pkey");

        usage.Property(u => u.Tenant).HasColumnName("tenant");
        usage.Property(u => u.Day).HasColumnName("day");
        usage.Property(u => u.Bytes).HasColumnName("bytes").HasDefaultValue(0L);
        usage.Property(u => u.Pages).HasColumnName("pages").HasDefaultValue(0L);
    }
}

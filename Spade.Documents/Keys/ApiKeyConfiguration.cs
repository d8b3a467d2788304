using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spade.Documents.Keys;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_keys");
        key.HasKey(k => k.Prefix).HasName("api_keys_pkey");

        key.Property(k => k.Prefix).HasColumnName("prefix");
        key.Property(k => k.Hash).HasColumnName("hash");
        key.Property(k => k.Name).HasColumnName("name");
        key.Property(k => k.Tenant).HasColumnName("tenant");
        key.Property(k => k.Scopes).HasColumnName("scopes");
        key.Property(k => k.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
        key.Property(k => k.CreatedBy).HasColumnName("created_by");
        key.Property(k => k.ExpiresAt).HasColumnName("expires_at");
        key.Property(k => k.RevokedAt).HasColumnName("revoked_at");
        key.Property(k => k.LastUsedAt).HasColumnName("last_used_at");
    }
}

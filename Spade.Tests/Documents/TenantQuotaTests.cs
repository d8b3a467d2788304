using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Documents;
using Spade.Documents.Tenants;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

/// <summary>Quotas of several tenants beside each other.</summary>
public sealed class TenantQuotaTests : IAsyncLifetime
{
    private const string FailAll = "UPDATE documents SET status = 'failed', error_type = 'x', error_message = 'x', completed_at = now()";

    private DocumentsHost _documents = null!;

    public async Task InitializeAsync()
    {
        var postgres = await SharedPostgres.GetAsync();
        _documents = DocumentsHost.Create(await postgres.CreateMigratedDatabaseAsync(), ("Quotas:BytesPerDay", "10"));
    }

    public async Task DisposeAsync() => await _documents.DisposeAsync();

    [Fact]
    public async Task What_one_tenant_has_used_up_another_still_has()
    {
        await SaveAsync("acme", 10);
        var exceeded = await Assert.ThrowsAsync<QuotaExceededException>(() => SaveAsync("acme", 1));
        Assert.Equal(
            "At most 10 bytes may be uploaded in a day (UTC); 10 were, and the file has 1.", Assert.Single(exceeded.Quotas).Reason);
        await SaveAsync("zenith", 10);
    }

    [Fact]
    public async Task A_new_day_begins_at_midnight_of_UTC()
    {
        await ExecuteAsync(
            """
            INSERT INTO tenant_usage (tenant, day, bytes)
            VALUES ('acme', (now() AT TIME ZONE 'UTC')::date - 1, 10), ('zenith', (now() AT TIME ZONE 'UTC')::date, 10)
            """);
        await SaveAsync("acme", 10);
        var exceeded = await Assert.ThrowsAsync<QuotaExceededException>(() => SaveAsync("zenith", 1));
        Assert.InRange(exceeded.RetryAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task What_is_set_for_a_tenant_holds_for_it_and_the_default_for_the_others()
    {
        await ExecuteAsync("INSERT INTO tenants (name, bytes_per_day, max_queued) VALUES ('acme', 0, 1), ('zenith', 20, NULL)");
        await SaveAsync("acme", 30);
        var full = await Assert.ThrowsAsync<QuotaExceededException>(() => SaveAsync("acme", 1));
        Assert.Equal(TenantQuotas.Queued, Assert.Single(full.Quotas).Name);
        await SaveAsync("zenith", 20);
        await Assert.ThrowsAsync<QuotaExceededException>(() => SaveAsync("other", 11));
    }

    [Fact]
    public async Task An_operator_who_starts_a_document_again_uses_its_tenant_s_quota()
    {
        await ExecuteAsync("INSERT INTO tenants (name, max_queued) VALUES ('acme', 1), ('operators', 1)");
        var ended = await SaveAsync("acme", 1);
        await ExecuteAsync(FailAll);
        await SaveAsync("operators", 1);
        Assert.IsType<RetriedDocument.Started>(await RetryAsync(ended));

        await ExecuteAsync(FailAll);
        await SaveAsync("acme", 2);
        await Assert.ThrowsAsync<QuotaExceededException>(() => RetryAsync(ended));
    }

    private async Task<RetriedDocument> RetryAsync(string id)
    {
        await using var request = _documents.Services.CreateAsyncScope();
        request.ServiceProvider.GetRequiredService<TenantScope>().Set("operators", seesAll: true);
        return await request.ServiceProvider.GetRequiredService<DocumentStore>().RetryAsync(id, CancellationToken.None);
    }

    private async Task<string> SaveAsync(string tenant, int bytes)
    {
        await using var request = _documents.Services.CreateAsyncScope();
        request.ServiceProvider.GetRequiredService<TenantScope>().Set(tenant, seesAll: false);
        using var content = new MemoryStream(new byte[bytes]);
        var hash = $"{Guid.NewGuid():N}{Guid.NewGuid():N}";
        var upload = new NewDocument(content, bytes, hash, null, "application/pdf", new RecognitionOptions("eng", null, 300));
        var saved = await request.ServiceProvider.GetRequiredService<DocumentStore>().SaveAsync(upload, CancellationToken.None);
        Assert.True(saved.Accepted);
        return saved.Document.Id;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _documents.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

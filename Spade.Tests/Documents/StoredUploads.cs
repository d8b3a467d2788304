using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Documents;
using Spade.Documents.Tenants;

namespace Spade.Tests.Documents;

/// <summary>Uploads without HTTP.</summary>
internal static class StoredUploads
{
    /// <summary>Stores a new document of a tenant and returns its id.</summary>
    public static async Task<string> SaveAsync(this DocumentsHost documents, string tenant, int bytes)
    {
        await using var request = documents.Services.CreateAsyncScope();
        request.ServiceProvider.GetRequiredService<TenantScope>().Set(tenant, seesAll: false);
        using var content = new MemoryStream(new byte[bytes]);
        var hash = $"{Guid.NewGuid():N}{Guid.NewGuid():N}";
        var upload = new NewDocument(content, bytes, hash, null, "application/pdf", new RecognitionOptions("eng", null, 300));
        var saved = await request.ServiceProvider.GetRequiredService<DocumentStore>().SaveAsync(upload, CancellationToken.None);
        Assert.True(saved.Accepted);
        return saved.Document.Id;
    }

    public static async Task ExecuteAsync(this DocumentsHost documents, string sql)
    {
        await using var command = documents.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;
using Spade.Documents.Keys;
using Spade.Documents.Languages;
using Spade.Documents.Ledger;
using Spade.Documents.Outputs;
using Spade.Documents.Schema;
using Spade.Documents.Tenants;

namespace Spade.Documents;

/// <summary>Registers what API and worker share.</summary>
public static class DocumentsRegistration
{
    /// <summary>Adds the schema and its start-up, the first administrator's key, documents and their limits, languages, the restart ledger,
    /// keys and what is set for tenants. Expects a data source, a <see cref="SpadeDbContext"/>, the queue and graceful shutdown to be
    /// registered too.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services) =>
        services.AddSchema().AddAdministratorKey().AddLanguages().AddDocumentStore().AddOutputs().AddDocumentLimits()
            .AddRestartLedger().AddKeyStore().AddTenantSettings();
}

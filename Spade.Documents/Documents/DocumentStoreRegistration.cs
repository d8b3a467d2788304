using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spade.Documents.Content;
using Spade.Documents.Events;
using Spade.Documents.Pages;
using Spade.Documents.Tenants;
using Spade.Documents.Webhooks;

namespace Spade.Documents.Documents;

/// <summary>Registers documents, their bytes and their pages.</summary>
internal static class DocumentStoreRegistration
{
    public static IServiceCollection AddDocumentStore(this IServiceCollection services)
    {
        services.AddTenants();
        services.AddOptions<DocumentOptions>().BindConfiguration(DocumentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<QueueSpace>();
        services.AddWebhooks();
        services.TryAddSingleton<DocumentProgress>();
        services.TryAddSingleton<DocumentContent>();
        services.TryAddSingleton<DocumentEvents>();
        services.TryAddSingleton<DocumentText>();
        services.TryAddSingleton<DocumentLayouts>();
        services.TryAddSingleton<FinishedPages>();
        services.TryAddSingleton<PageResults>();
        services.TryAddSingleton<PageRecords>();
        services.TryAddScoped<DocumentQuotas>();
        services.TryAddScoped<NewDocumentStore>();
        services.TryAddScoped<DocumentQueries>();
        services.TryAddScoped<DocumentStore>();
        return services;
    }
}

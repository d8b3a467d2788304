using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spade.Documents.Tenants;

namespace Spade.Documents.Retention;

/// <summary>Registers the removal of what is old.</summary>
public static class RetentionRegistration
{
    /// <summary>Removes documents in this process after their retention, and what tenants used on days long ago. Expects
    /// <see cref="DocumentsRegistration.AddDocuments"/>. Any number of processes may have it; they take turns.</summary>
    public static IServiceCollection AddDocumentRetention(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<DocumentRemoval>();
        services.AddHostedService<DocumentRetention>();
        services.AddHostedService<UsagePruning>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Spade.Documents.Retention;

/// <summary>Registers the removal of old documents.</summary>
public static class RetentionRegistration
{
    /// <summary>Removes documents in this process after their retention. Expects <see cref="DocumentsRegistration.AddDocuments"/>. Any
    /// number of processes may have it; they take turns.</summary>
    public static IServiceCollection AddDocumentRetention(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<DocumentRemoval>();
        services.AddHostedService<DocumentRetention>();
        return services;
    }
}

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>The parts of publish mode. Nothing of run mode is there: no resource starts, and nothing of a running AppHost is touched.</summary>
internal static class PublishModeServiceCollectionExtensions
{
    internal static IServiceCollection AddPublishMode(this IServiceCollection services, ILoggingBuilder logging)
    {
        // The one thing that is told is what was written, and the publisher tells it itself.
        logging.ClearProviders();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RunFailure>();
        // An AppHost may hand these to what it describes, whatever it is asked to do.
        services.AddSingleton<ResourceNotificationService>().AddSingleton<ResourceLoggerService>();
        services.AddHostedService<Publisher>();
        return services;
    }
}

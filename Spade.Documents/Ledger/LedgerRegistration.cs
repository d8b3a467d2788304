using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Spade.Shutdown.Reporting;

namespace Spade.Documents.Ledger;

/// <summary>Registers the restart ledger.</summary>
public static class LedgerRegistration
{
    /// <summary>Enters this process's life into the ledger. Expects <c>AddServiceDefaults</c>, the queue and
    /// <see cref="DocumentsRegistration.AddDocuments"/>.</summary>
    public static IServiceCollection AddRestartLedger(this IServiceCollection services)
    {
        services.AddOptions<RestartOptions>().BindConfiguration(RestartOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RestartOptions>, RestartOptions.Validator>());
        services.AddSingleton<RestartLedger>();
        services.AddSingleton<IExitReportWriter>(provider => provider.GetRequiredService<RestartLedger>());
        services.AddHostedService(provider => provider.GetRequiredService<RestartLedger>());
        services.TryAddScoped<RestartQueries>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spade.Shutdown.Reporting;

namespace Spade.Documents.Ledger;

/// <summary>Registers the restart ledger.</summary>
internal static class LedgerRegistration
{
    /// <summary>Enters this process's life into the ledger. Expects graceful shutdown and the queue.</summary>
    public static IServiceCollection AddRestartLedger(this IServiceCollection services)
    {
        services.AddOptions<RestartOptions>().BindConfiguration(RestartOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RestartLedger>();
        services.AddSingleton<IExitReportWriter>(provider => provider.GetRequiredService<RestartLedger>());
        services.AddHostedService(provider => provider.GetRequiredService<RestartLedger>());
        services.TryAddScoped<RestartQueries>();
        return services;
    }
}

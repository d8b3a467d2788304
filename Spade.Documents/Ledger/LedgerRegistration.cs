using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spade.Jobs.Configuration;
using Spade.Shutdown.Budget;
using Spade.Shutdown.Explain;
using Spade.Shutdown.InFlight;
using Spade.Shutdown.Reporting;

namespace Spade.Documents.Ledger;

/// <summary>Registers the restart ledger.</summary>
internal static class LedgerRegistration
{
    /// <summary>Enters this process's life into the ledger, with its jobs counted beside its requests, and gives the queue's drain
    /// the times of the shutdown budget. Expects graceful shutdown and the queue.</summary>
    public static IServiceCollection AddRestartLedger(this IServiceCollection services)
    {
        services.AddOptions<RestartOptions>().BindConfiguration(RestartOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IWorkInFlight, QueueWork>();
        // The queue drains within the budget. A quarter of close for handlers to heed their cancellation leaves time for the ledger.
        services.AddOptions<JobsOptions>().PostConfigure<ShutdownBudget>((jobs, budget) =>
            (jobs.DrainLimit, jobs.CancelLimit) = (budget.LameDuck + budget.InFlight, budget.Close / 4));
        services.AddSingleton(new ConnectionUse("node session", 1));
        services.AddSingleton<RestartLedger>();
        services.AddSingleton<IExitReportWriter>(provider => provider.GetRequiredService<RestartLedger>());
        services.AddHostedService(provider => provider.GetRequiredService<RestartLedger>());
        services.TryAddScoped<RestartQueries>();
        return services;
    }
}

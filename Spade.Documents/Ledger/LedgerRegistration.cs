using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Spade.Jobs.Configuration;
using Spade.Shutdown.Budget;
using Spade.Shutdown.Explain;
using Spade.Shutdown.InFlight;
using Spade.Shutdown.Reporting;

namespace Spade.Documents.Ledger;

/// <summary>Registers the restart ledger.</summary>
public static class LedgerRegistration
{
    /// <summary>Enters this process's life into the ledger, with its jobs counted beside its requests, and gives the queue's drain
    /// the times of the shutdown budget. Expects <c>AddServiceDefaults</c>, the
    /// queue and <see cref="DocumentsRegistration.AddDocuments"/>.</summary>
    public static IServiceCollection AddRestartLedger(this IServiceCollection services)
    {
        services.AddOptions<RestartOptions>().BindConfiguration(RestartOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RestartOptions>, RestartOptions.Validator>());
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

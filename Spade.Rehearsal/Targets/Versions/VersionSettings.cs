using System.Globalization;
using Microsoft.Extensions.Configuration;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Schedules;
using Spade.ServiceDefaults.Budgets;
using Spade.Shutdown.Budget;

namespace Spade.Rehearsal.Targets.Versions;

/// <summary>Settings of a schedule for two versions. Both get the shutdown budget of this clone as variables, as the chart hands it to
/// whichever version it runs: the old one may have other defaults.</summary>
internal sealed class VersionSettings
{
    private readonly Dictionary<string, ShutdownBudget> _budgets;
    private readonly Dictionary<string, Dictionary<string, string>> _variables = ServiceNames.All.ToDictionary(
        service => service, _ => new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));

    /// <exception cref="ScheduleException">A setting is the AppHost's, or the terms of a budget break a rule.</exception>
    internal VersionSettings(IReadOnlyDictionary<string, string> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings!).Build();
        _budgets = new Dictionary<string, ShutdownBudget>
        {
            [ServiceNames.Api] = BudgetOf(ServiceNames.Api, ServiceBudgets.Api, configuration),
            [ServiceNames.Worker] = BudgetOf(ServiceNames.Worker, ServiceBudgets.Worker, configuration),
        };
        foreach (var (service, budget) in _budgets)
        {
            foreach (var (term, time) in Terms(budget))
                _variables[service][$"Shutdown__{term}"] = time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in settings)
        {
            var service = ServiceNames.All.FirstOrDefault(service => name.StartsWith($"{service}:", StringComparison.OrdinalIgnoreCase))
                ?? throw new ScheduleException(
                    $"The setting '{name}' is the AppHost's, and --from starts API and worker without it. Here a setting is one of a "
                    + $"service, such as {ServiceNames.Api}:Shutdown:LameDuck.");
            _variables[service][name[(service.Length + 1)..].Replace(":", "__", StringComparison.Ordinal)] = value;
        }
    }

    /// <summary>The budgets, as the history has them.</summary>
    internal IReadOnlyDictionary<string, ServiceBudget> Budgets => _budgets.ToDictionary(pair => pair.Key, pair => StatedBudget.Of(pair.Value));

    /// <summary>Variables of a service's processes.</summary>
    internal IReadOnlyDictionary<string, string> VariablesOf(string service) => _variables[service];

    private static ShutdownBudget BudgetOf(string service, ShutdownBudget budget, IConfiguration configuration)
    {
        var section = $"{service}:{ShutdownConfiguration.Section}";
        try
        {
            return budget.WithConfiguration(configuration.GetSection(section));
        }
        catch (ShutdownBudgetException exception)
        {
            throw new ScheduleException($"The settings {section}: {exception.Message}");
        }
    }

    private static IEnumerable<(string Term, TimeSpan Time)> Terms(ShutdownBudget budget) =>
    [
        (nameof(budget.PreStop), budget.PreStop), (nameof(budget.LameDuck), budget.LameDuck), (nameof(budget.InFlight), budget.InFlight),
        (nameof(budget.Close), budget.Close), (nameof(budget.Margin), budget.Margin), (nameof(budget.GracePeriod), budget.GracePeriod),
    ];
}

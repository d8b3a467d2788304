using Spade.Shutdown.Budget;

namespace Spade.ServiceDefaults.Budgets;

/// <summary>The shutdown budgets of Spade's two services. The services, the AppHost and the chart all use these numbers.</summary>
public static class ServiceBudgets
{
    /// <summary>The API: 35 s of grace, 5 s of it preStop and 30 s drain. The lame duck of 5 s outlasts a health checker that needs three
    /// failed probes, one a second. With 22 s in flight, a request has 27 s from SIGTERM to end.</summary>
    public static ShutdownBudget Api { get; } = new(new ShutdownTerms
    {
        Service = "API",
        PreStop = TimeSpan.FromSeconds(5),
        LameDuck = TimeSpan.FromSeconds(5),
        InFlight = TimeSpan.FromSeconds(22),
        Close = TimeSpan.FromSeconds(2),
        Margin = TimeSpan.FromSeconds(1),
    });

    /// <summary>The worker: 125 s of grace, 120 s of it drain. It serves no clients, so it needs neither preStop nor lame duck. A page may
    /// take 100 s, so within the 110 s in flight every page that has started can finish.</summary>
    public static ShutdownBudget Worker { get; } = new(new ShutdownTerms
    {
        Service = "worker",
        InFlight = TimeSpan.FromSeconds(110),
        Close = TimeSpan.FromSeconds(8),
        Margin = TimeSpan.FromSeconds(2),
        Slack = TimeSpan.FromSeconds(5),
        LongestStep = TimeSpan.FromSeconds(100),
    });
}

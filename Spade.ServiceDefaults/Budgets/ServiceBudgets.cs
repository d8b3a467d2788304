using Spade.Shutdown.Budget;

namespace Spade.ServiceDefaults.Budgets;

/// <summary>The shutdown budgets of Spade's two services. Services, the AppHost and the chart all read them here.</summary>
public static class ServiceBudgets
{
    /// <summary>The API: 35 s of grace, of which 5 s preStop and 30 s drain. The lame duck outlasts a checker that asks three times a
    /// second apart; 22 s in flight let every request end that can end within 27 s of SIGTERM.</summary>
    public static ShutdownBudget Api { get; } = new(new ShutdownTerms
    {
        Service = "API",
        PreStop = TimeSpan.FromSeconds(5),
        LameDuck = TimeSpan.FromSeconds(5),
        InFlight = TimeSpan.FromSeconds(22),
        Close = TimeSpan.FromSeconds(2),
        Margin = TimeSpan.FromSeconds(1),
    });

    /// <summary>The worker: 125 s of grace, of which 120 s drain. Nobody sends it requests, so it has neither preStop nor lame duck;
    /// 110 s in flight are longer than the 100 s that a page may take, so a page that has begun is finished.</summary>
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

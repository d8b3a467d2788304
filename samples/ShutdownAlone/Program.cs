using Spade.Shutdown;
using Spade.Shutdown.Budget;
using Spade.Shutdown.Progress;

// Graceful shutdown alone, in a minimal service: no database, no queue. ServiceHost.Run returns the exit code.
return ServiceHost.Run(args, () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddGracefulShutdown(new ShutdownBudget(new ShutdownTerms
    {
        Service = "shop",
        PreStop = TimeSpan.FromSeconds(5),
        LameDuck = TimeSpan.FromSeconds(5),
        InFlight = TimeSpan.FromSeconds(22),
        Close = TimeSpan.FromSeconds(2),
        Margin = TimeSpan.FromSeconds(1),
    }));
    var app = builder.Build();

    // Readiness must fail from the signal on, so that balancers send nothing more while the service still answers.
    app.MapGet("/health/ready", (ShutdownProgress stop) => stop.HasBegun ? Results.StatusCode(503) : Results.Ok());
    app.MapGet("/orders/{seconds:int}", async (int seconds, CancellationToken aborted) =>
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), aborted);
        return "ordered";
    });
    return app;
});

using Spade.Api;
using Spade.Api.Documents;
using Spade.Api.Gates;
using Spade.Api.Problems;
using Spade.Api.Queues;
using Spade.Api.Restarts;
using Spade.Documents;
using Spade.Documents.Documents;
using Spade.Documents.Ledger;
using Spade.Documents.Schema;
using Spade.Jobs;
using Spade.Jobs.Telemetry;
using Spade.ServiceDefaults.Budgets;
using Spade.ServiceDefaults;
using Spade.ServiceDefaults.Database;
using Spade.ServiceDefaults.Health;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;

return ServiceHost.Run(args, () =>
{
    // Not the current folder: its settings are nobody's, and .NET would watch everything below it for changes, be it the root.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    builder.AddServiceDefaults(ServiceBudgets.Api).AddTelemetryOf(JobsTelemetry.Name);
    builder.AddSpadeDataSource("spadedb", maxPoolSize: 20, wishes =>
    {
        // A database that hangs is given up on as soon as one that refuses: nobody waits for it to confirm a cancellation either.
        wishes.CommandTimeout = 2;
        wishes.CancellationTimeout = -1;
    });
    // A client that is told 503 at once repeats the request when it wants to; one that waits for retries gives up unanswered.
    builder.AddSpadeDbContext<SpadeDbContext>(settings => settings.DisableRetry = true);
    builder.Services.AddJobs().AddQueue(RecognizeDocument.Queue);
    builder.Services.AddDocuments().AddModelWarmUp().AddRestartLedger();
    builder.Services.AddApi();

    var app = builder.Build();

    app.UseDocumentNames();
    app.UseProblems();
    app.UseDotSegmentCheck();
    app.UseRequiredSchema();
    app.MapDefaultEndpoints();
    app.MapOpenApi();
    app.MapDocuments();
    app.MapQueues();
    app.MapRestarts();
    return app;
});

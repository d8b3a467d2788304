using Spade.Api;
using Spade.Api.Access;
using Spade.Api.Documents;
using Spade.Api.Events;
using Spade.Api.Gates;
using Spade.Api.Keys;
using Spade.Api.Languages;
using Spade.Api.Operations;
using Spade.Api.Problems;
using Spade.Api.Queues;
using Spade.Api.Quotas;
using Spade.Api.Restarts;
using Spade.Api.Sessions;
using Spade.Api.Site;
using Spade.Api.Tenants;
using Spade.Api.Webhooks;
using Spade.Documents;
using Spade.Documents.Documents;
using Spade.Documents.Schema;
using Spade.Documents.Webhooks;
using Spade.Jobs;
using Spade.Jobs.Telemetry;
using Spade.ServiceDefaults;
using Spade.ServiceDefaults.Budgets;
using Spade.ServiceDefaults.Database;
using Spade.ServiceDefaults.Health;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;

return ServiceHost.Run(args, () =>
{
    // The program's own folder: settings in the current one may belong to another program, and .NET would watch the files below it.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    builder.AddServiceDefaults(ServiceBudgets.Api).AddTelemetryOf(
        JobsTelemetry.Name, DocumentsTelemetry.Name, OperationsTelemetry.Name);
    builder.AddSpadeDataSource("spadedb", maxPoolSize: 20, settings =>
    {
        // A request fails as soon on a database that hangs as on one that is down, without waiting for a cancellation to be confirmed.
        settings.CommandTimeout = 2;
        settings.CancellationTimeout = -1;
    });
    // No retries inside a request: a client that gets 503 at once can repeat it, and one that has to wait for retries times out.
    builder.AddSpadeDbContext<SpadeDbContext>(context => context.DisableRetry = true);
    builder.Services.AddJobs().AddQueue(RecognizeDocument.Queue).AddQueue(DeliverWebhook.Queue);
    builder.Services.AddDocuments();
    builder.Services.AddApi();
    builder.Services.AddAccess(builder.Configuration);
    builder.Services.RemoveKeyRingAtStart();

    var app = builder.Build();

    app.UseResourcePolicy();
    app.UseDocumentNames();
    app.UseProblems();
    app.UseHostCheck();
    app.UseCrossSiteCheck();
    app.UseDotSegmentCheck();
    app.UseKnownAccess();
    app.UseKeyRing();
    app.UseAuthentication();
    app.UseAntiforgeryCheck();
    app.UseAuthorization();
    app.UseCallerScope();
    app.UseKnownOptions();
    app.UseRequiredSchema();
    app.UseQuotas();
    app.MapDefaultEndpoints().AllowAnyone();
    app.MapOpenApi().AllowAnyone();
    app.MapDocuments();
    app.MapPdf();
    app.MapOutputs();
    app.MapPages();
    app.MapEvents();
    app.MapLanguages();
    app.MapQueues();
    app.MapRestarts();
    app.MapDeliveries();
    app.MapTenantWebhooks();
    app.MapKeys();
    app.MapTenants();
    app.MapSession();
    app.MapSite();
    return app;
});

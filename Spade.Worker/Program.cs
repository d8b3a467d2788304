using Spade.Documents;
using Spade.Documents.Documents;
using Spade.Documents.Retention;
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
using Spade.Worker;
using Spade.Worker.Commands;
using Spade.Worker.Configuration;
using Spade.Worker.Recognition;
using Spade.Worker.Webhooks;

if (args is ["migrate", ..])
    return await MigrateCommand.RunAsync(args[1..]);
if (args is ["keys", ..])
    return await KeysCommand.RunAsync(args[1..]);

return ServiceHost.Run(args, () =>
{
    // The folder of the program, not the current one: .NET watches everything below the content root for changes, and the current folder
    // may be the root of the file system.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var ocr = builder.Configuration.GetSection(OcrOptions.Section).Get<OcrOptions>() ?? new OcrOptions();
    var webhooks = builder.Configuration.GetSection(WebhookOptions.Section).Get<WebhookOptions>() ?? new WebhookOptions();

    // The budget's time for work in flight must be longer than a page's time limit.
    builder.AddServiceDefaults(ServiceBudgets.Worker, longestStep: ocr.PageTimeLimit).AddTelemetryOf(
        JobsTelemetry.Name, OcrTelemetry.Name, DocumentsTelemetry.Name);
    builder.AddSpadeDataSource("spadedb", maxPoolSize: ocr.DocumentsAtOnce + webhooks.Concurrency + 4);
    // The queue and the start-up of the schema try again by themselves.
    builder.AddSpadeDbContext<SpadeDbContext>(context => context.DisableRetry = true);
    builder.Services.AddDocuments().AddDocumentRetention();
    builder.Services.AddOcr();
    builder.Services.AddJobs().AddRecognition(ocr).AddWebhookDelivery(webhooks);

    var app = builder.Build();

    app.MapDefaultEndpoints();
    return app;
});

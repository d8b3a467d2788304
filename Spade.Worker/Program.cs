using Spade.Documents;
using Spade.Documents.Schema;
using Spade.Jobs;
using Spade.Jobs.Telemetry;
using Spade.ServiceDefaults.Budgets;
using Spade.ServiceDefaults;
using Spade.ServiceDefaults.Database;
using Spade.ServiceDefaults.Health;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;
using Spade.Worker;
using Spade.Worker.Configuration;
using Spade.Worker.Recognition;

if (args is ["migrate", ..])
    return await MigrateCommand.RunAsync(args[1..]);

return ServiceHost.Run(args, () =>
{
    // Not the current folder: its settings are nobody's, and .NET would watch everything below it for changes, be it the root.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var ocr = builder.Configuration.GetSection(OcrOptions.Section).Get<OcrOptions>() ?? new OcrOptions();

    // A page that has begun must fit into what the budget leaves for work in flight.
    builder.AddServiceDefaults(ServiceBudgets.Worker, longestStep: ocr.PageTimeLimit).AddTelemetryOf(JobsTelemetry.Name, OcrTelemetry.Name);
    builder.AddSpadeDataSource("spadedb", maxPoolSize: ocr.DocumentsAtOnce + 4);
    builder.AddSpadeDbContext<SpadeDbContext>();
    builder.Services.AddDocuments();
    builder.Services.AddOcr();
    builder.Services.AddJobs().AddRecognition(builder.Services, ocr);

    var app = builder.Build();

    app.MapDefaultEndpoints();
    return app;
});

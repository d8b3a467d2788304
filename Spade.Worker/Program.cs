using Spade.Documents;
using Spade.Jobs;
using Spade.ServiceDefaults;
using Spade.Worker;
using Spade.Worker.Ocr;

if (args is ["migrate", ..])
    return await MigrateCommand.RunAsync(args[1..]);

return await ServiceHost.RunAsync(args, () =>
{
    var builder = WebApplication.CreateBuilder(args);
    var ocr = builder.Configuration.GetSection(OcrOptions.Section).Get<OcrOptions>() ?? new OcrOptions();

    // A page that has begun must fit into what the budget leaves for work in flight.
    builder.AddServiceDefaults(ShutdownBudget.Worker.With(terms => terms with { LongestStep = ocr.PageTimeLimit }));
    builder.AddSpadeDataSource("spadedb", maxPoolSize: ocr.DocumentsAtOnce + 4);
    builder.AddNpgsqlDbContext<SpadeDbContext>("spadedb", settings => settings.DisableHealthChecks = true);
    builder.Services.AddDocuments().AddRestartLedger();
    builder.Services.AddOcr();
    builder.Services.AddJobs().AddRecognition(builder.Services, ocr);
    builder.Services.AddOptions<JobsOptions>().Configure<ShutdownBudget>((jobs, budget) =>
        (jobs.DrainLimit, jobs.CancelLimit) = (budget.LameDuck + budget.InFlight, budget.Close / 4));

    var app = builder.Build();

    app.MapDefaultEndpoints();
    return app;
});

using Spade.Documents;
using Spade.Jobs;
using Spade.ServiceDefaults;
using Spade.Worker.Ocr;

var builder = WebApplication.CreateBuilder(args);
var ocr = builder.Configuration.GetSection(OcrOptions.Section).Get<OcrOptions>() ?? new OcrOptions();

// A page that has begun must fit into what the budget leaves for work in flight.
builder.AddServiceDefaults(ShutdownBudget.Worker.With(terms => terms with { LongestStep = ocr.PageTimeLimit }));
builder.AddSpadeDataSource("spadedb", maxPoolSize: ocr.DocumentsAtOnce + 4);
builder.AddNpgsqlDbContext<SpadeDbContext>("spadedb", settings => settings.DisableHealthChecks = true);
builder.Services.AddDocuments();
builder.Services.AddOcr();
builder.Services.AddJobs().AddRecognition(builder.Services, ocr);
builder.Services.AddOptions<JobsOptions>().Configure<ShutdownBudget>((jobs, budget) => jobs.DrainLimit = budget.InFlight);

await using var app = builder.Build();
if (await app.Services.GetRequiredService<OcrPrerequisites>().FindMissingAsync(CancellationToken.None) is { } missing)
{
    await Console.Error.WriteLineAsync(missing);
    return 1;
}

app.MapDefaultEndpoints();
await app.RunAsync();
return 0;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
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
using Spade.Tests.TestWorker;

// A worker for tests whose handlers misbehave on demand. Everything else is as in Spade.Worker.
return ServiceHost.Run(args, () =>
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.AddServiceDefaults(ServiceBudgets.Worker.With(terms => terms with { LongestStep = TimeSpan.Zero }))
        .AddTelemetryOf(JobsTelemetry.Name);
    builder.AddSpadeDataSource("spadedb", maxPoolSize: 20);
    builder.AddSpadeDbContext<SpadeDbContext>();
    builder.Services.AddDocuments();
    builder.Services.AddJobs()
        .AddHandler<Steps, StepsHandler>("steps", options => options.Concurrency = 4)
        .AddHandler<Wait, PauseHandler>("pause", options => options.Concurrency = 10)
        .AddHandler<Wait, OutlastHandler>("outlast", options => options.Concurrency = 10)
        .AddHandler<Wait, BlockHandler>("block", options => options.Concurrency = 100)
        .AddHandler<Wait, DeafHandler>("deaf", options => options.Concurrency = 1)
        .AddHandler<Steps, KillerHandler>("killer", options => options.Concurrency = 4);
    builder.Services.AddHostedService<BlockingPart>();
    var app = builder.Build();
    app.MapDefaultEndpoints();
    return app;
});

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Spade.Jobs;
using Spade.Tests.Worker;

// A worker for the tests alone: its handlers do what no honest handler does.
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(
    builder.Configuration.GetConnectionString("spadedb"))
{
    Options = "-c idle_in_transaction_session_timeout=10000",
    Timeout = 2,
}));
builder.Services.AddJobs()
    .AddHandler<Steps, StepsHandler>("steps", options => options.Concurrency = 4)
    .AddHandler<Steps, KillerHandler>("killer", options => options.Concurrency = 4);
using var host = builder.Build();
host.Services.GetRequiredService<SchemaGate>().Open();
await host.RunAsync();

using Spade.Documents.Keys;
using Spade.Documents.Schema;
using Spade.ServiceDefaults.Database;

namespace Spade.Worker.Commands;

/// <summary><c>Spade.Worker migrate</c>: applies the migrations, adds the first administrator's key, and exits. Run it before a rollout,
/// from a Kubernetes hook for example; the services that start afterwards find the schema up to date.</summary>
internal static class MigrateCommand
{
    /// <summary>Runs to the end, or until SIGTERM or SIGINT.</summary>
    /// <returns>The exit code. 0: the schema is up to date; 1: it could not be updated; 3: cut short, and what had begun was rolled
    /// back.</returns>
    public static Task<int> RunAsync(string[] args) => DatabaseCommand.RunAsync(
        "migrate", "what had begun was rolled back, and the next run goes on.",
        async stop =>
        {
            using var host = Build(args);
            await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(stop);
        });

    internal static IHost Build(string[] args)
    {
        var builder = DatabaseCommand.CreateBuilder(args);
        builder.AddSpadeDbContext<SpadeDbContext>(context => context.DisableRetry = true);
        builder.Services.AddSchema().AddAdministratorKey();
        return builder.Build();
    }
}

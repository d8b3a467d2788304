using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Storage;

namespace Aspire.Hosting.Postgres;

/// <summary>Tells pgAdmin of every server of the application.</summary>
internal static class PgAdminServers
{
    private const string Target = "/pgadmin4/servers.json";

    /// <summary>pgAdmin runs as a user of its own and must be able to read the file; no password is in it.</summary>
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    internal static IResourceBuilder<PgAdminContainerResource> WithServers(this IResourceBuilder<PgAdminContainerResource> pgAdmin)
    {
        var application = pgAdmin.ApplicationBuilder;
        if (!application.ExecutionContext.IsRunMode)
            return pgAdmin;
        var folder = ApplicationFolder.Of(application.Configuration, application.AppHostDirectory);
        return pgAdmin
            .WithBindMount(Path.Combine(folder.FullPath, pgAdmin.Resource.Name, "servers.json"), Target, isReadOnly: true)
            .WithEnvironment(async context =>
            {
                var servers = application.Resources.OfType<PostgresServerResource>().ToList();
                for (var i = 0; i < servers.Count; i++)
                    context.EnvironmentVariables[PasswordVariable(i)] = servers[i].PasswordParameter;
                var file = Path.Combine(folder.CreateFolder(pgAdmin.Resource.Name), "servers.json");
                await File.WriteAllTextAsync(file, await ServersAsync(servers, context.CancellationToken), context.CancellationToken);
                File.SetUnixFileMode(file, Readable);
            });
    }

    private static async Task<string> ServersAsync(List<PostgresServerResource> servers, CancellationToken cancellationToken)
    {
        var entries = new Dictionary<string, object>();
        for (var i = 0; i < servers.Count; i++)
        {
            entries[(i + 1).ToString(CultureInfo.InvariantCulture)] = new Dictionary<string, object>
            {
                ["Name"] = servers[i].Name,
                ["Group"] = "Servers",
                ["Host"] = servers[i].PrimaryEndpoint.Host,
                ["Port"] = servers[i].PrimaryEndpoint.Port,
                ["Username"] = (await servers[i].UserNameReference.GetValueAsync(cancellationToken))!,
                ["SSLMode"] = "prefer",
                ["MaintenanceDB"] = "postgres",
                ["PasswordExecCommand"] = $"printenv {PasswordVariable(i)}",
            };
        }

        return JsonSerializer.Serialize(new Dictionary<string, object> { ["Servers"] = entries });
    }

    private static string PasswordVariable(int index) => string.Create(CultureInfo.InvariantCulture, $"SERVER_{index + 1}_PASSWORD");
}

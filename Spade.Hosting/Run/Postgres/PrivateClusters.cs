using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Postgres;
using Aspire.Hosting.Run.Processes;
using Aspire.Hosting.Storage;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Run.Postgres;

/// <summary>Finds what a server resource needs to run on this machine.</summary>
internal sealed class PrivateClusters(IConfiguration configuration, Guard guard)
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>A server is not needed when every database of it is configured to be elsewhere.</summary>
    internal static bool IsNeeded(PostgresServerResource server, DistributedApplicationModel model)
    {
        var databases = model.Resources.OfType<PostgresDatabaseResource>().Where(database => database.Parent == server).ToList();
        return databases.Count == 0 || databases.Exists(database => database.ConfiguredConnectionString is null);
    }

    /// <summary>The cluster of a server. Throws when this machine lacks what it needs.</summary>
    internal PrivateCluster Open(PostgresServerResource server)
    {
        var installed = PostgresPrograms.FindAll();
        if (installed.Count == 0)
        {
            throw new DistributedApplicationException(
                $"'{server.Name}' needs PostgreSQL {PostgresPrograms.Oldest} or newer, and this machine has none. On Debian or Ubuntu: apt-get install postgresql. Or set ConnectionStrings__<database> to one that runs elsewhere.");
        }

        var account = PostgresAccount.Find();
        var folder = FolderOf(server, account);
        return new(server.Name, folder, Choose(server, folder, installed), account, guard);
    }

    /// <summary>Without a volume the data is the run's own, as a container's would be: the next run starts with nothing.</summary>
    private string FolderOf(PostgresServerResource server, PostgresAccount account)
    {
        var application = ApplicationFolder.Of(configuration, configuration["AppHost:Directory"]!);
        if (server.TryGetLastAnnotation<DataFolderAnnotation>(out var given))
            return Prepare(Directory.CreateDirectory(given.Path).FullName, account);
        var isKept = server.TryGetLastAnnotation<DataVolumeAnnotation>(out var volume);
        var folder = application.CreateFolder(isKept ? volume!.Name : $"{server.Name}-temporary");
        if (!isKept)
        {
            Directory.Delete(folder, recursive: true);
            application.CreateFolder(Path.GetFileName(folder));
        }

        return Prepare(folder, account);
    }

    private static string Prepare(string folder, PostgresAccount account)
    {
        File.SetUnixFileMode(folder, Passable);
        account.Own(folder);
        return folder;
    }

    /// <summary>A cluster is bound to the major version that made it.</summary>
    private static PostgresPrograms Choose(PostgresServerResource server, string folder, IReadOnlyList<PostgresPrograms> installed)
    {
        var file = Path.Combine(folder, "data", "PG_VERSION");
        if (!File.Exists(file) || !int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var version))
            return installed[0];
        return installed.FirstOrDefault(programs => programs.Version == version) ?? throw new DistributedApplicationException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{server.Name}': the data in {folder} was written by PostgreSQL {version}, and this machine has {string.Join(", ", installed.Select(programs => programs.Version))}: install version {version}, or, to start afresh without the data, remove it: rm -rf {folder}"));
    }
}

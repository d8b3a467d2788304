using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Spade.Rehearsal.Machine;
using Spade.Tests.Documents;

namespace Spade.Tests.Infrastructure;

/// <summary>A PostgreSQL cluster for tests, in a temporary folder and on a free loopback port. It has the server's defaults, as users
/// have them, except that fsync is off. PostgreSQL refuses to run as root, so root runs it as the <c>postgres</c> user.</summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private const string Prefix = "spade-test-pg-";

    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private static int _clusters;

    private readonly string _folder = NewFolder();
    private readonly Lazy<Task<string>> _migrated;
    private int _databases;

    public TestPostgres() => _migrated = new(MakeMigratedAsync);

    /// <summary>TCP port, the same across restarts.</summary>
    public int Port { get; } = FreePort.Take();

    /// <summary>Parameters of the server, <c>name=value</c>, for tests of their effect.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The server's log since its first start.</summary>
    public string LogFile => Path.Combine(_folder, "log");

    /// <summary>Connection string to the maintenance database.</summary>
    public string ConnectionString => ConnectionStringTo("postgres");

    public async Task InitializeAsync()
    {
        RemoveLeftovers();
        await CreateFolderAsync(_folder);
        // A process that needs only one cluster makes no template.
        if (Interlocked.Increment(ref _clusters) == 1)
            await InitializeAsync(DataFolder);
        else
            await RunAsync("cp", "-a", await Template.Value, DataFolder);
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(DataFolder, "postmaster.pid")))
            await StopAsync("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Creates a database, empty or a copy of <paramref name="template"/>, and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = template is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {template}";
        await command.ExecuteNonQueryAsync();
        return ConnectionStringTo(name);
    }

    /// <summary>Creates a database that has the schema, and returns its connection string. It is a copy of one that was migrated
    /// once.</summary>
    public async Task<string> CreateMigratedDatabaseAsync() => await CreateDatabaseAsync(await _migrated.Value);

    public Task StartAsync() => RunAsPostgresAsync(
        "pg_ctl", "-D", DataFolder, "-w", "-l", LogFile, "-o",
        $"-p {Port.ToString(CultureInfo.InvariantCulture)} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
        + $"-c fsync=off{OwnSettings}",
        "start");

    /// <summary>Stops the server: <c>fast</c> breaks every connection, <c>immediate</c> is a crash.</summary>
    public Task StopAsync(string mode = "fast") => RunAsPostgresAsync("pg_ctl", "-D", DataFolder, "-w", "-m", mode, "stop");

    public async Task RestartAsync(string mode = "fast")
    {
        await StopAsync(mode);
        await StartAsync();
    }

    private static string NewFolder() => Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");

    private static async Task CreateFolderAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        if (Environment.UserName == "root")
            await RunAsync("chown", "postgres", folder);
    }

    private static Task InitializeAsync(string data) =>
        RunAsPostgresAsync("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");

    /// <summary>A cluster that was never started: copying it takes a tenth of the time of initdb.</summary>
    private static async Task<string> MakeTemplateAsync()
    {
        var folder = NewFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await CreateFolderAsync(folder);
        var data = Path.Combine(folder, "data");
        await InitializeAsync(data);
        return data;
    }

    /// <summary>Removes the folders of earlier runs: the test runner may kill its host before they are deleted.</summary>
    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            var owner = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (Directory.Exists($"/proc/{owner}") || File.Exists(Path.Combine(folder, "data", "postmaster.pid")))
                continue;
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another test host has already removed it.
            }
        }
    }

    private async Task<string> MakeMigratedAsync()
    {
        // A database can be copied only while it has no sessions.
        var connectionString = $"{await CreateDatabaseAsync()};Pooling=false";
        await using (var documents = DocumentsHost.Create(connectionString))
            await documents.Migrator.MigrateAsync(CancellationToken.None);
        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }

    private string OwnSettings => string.Concat(Settings.Select(setting => $" -c {setting}"));

    private string DataFolder => Path.Combine(_folder, "data");

    private string ConnectionStringTo(string database) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database={database};Timeout=5";

    private static Task RunAsPostgresAsync(string program, params string[] arguments)
    {
        var path = FindBinary(program);
        return Environment.UserName == "root"
            ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static string FindBinary(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program))
        .Concat(Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(folder => Path.Combine(folder, "bin", program))
            : [])
        .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"The tests need PostgreSQL's '{program}'. Install it with: apt-get install postgresql");

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = "/", RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        // The server inherits these pipes and keeps them open, so they are read only when the program failed.
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}

using System.Text;
using Spade.Tests.Infrastructure;
using Spade.Tests.Program;

namespace Spade.Tests.Hosting;

/// <summary>A test AppHost in a separate process, and its descendants.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string MarkVariable = "SPADE_TEST_RUN";

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly string _folder;
    private readonly ChildProcess _process;

    private HostProcess(string scenario, string folder, string[] args)
    {
        _folder = folder;
        // A shell starts background jobs with SIGINT ignored, which the children of a test run would inherit.
        string[] command =
        [
            "--default-signal=INT,QUIT", "dotnet", typeof(TestProgram).Assembly.Location, "apphost", scenario,
            $"--postgres:DataFolder={_folder}", "--Parameters:postgres-password=secret", .. args,
        ];
        _process = ChildProcess.Start("env", new Dictionary<string, string?> { [MarkVariable] = _mark }, command);
    }

    internal IReadOnlyList<string> Lines => _process.Lines;

    internal static HostProcess Launch(string scenario, TestFolder folder, params string[] args) => new(scenario, folder.FullPath, args);

    internal static async Task<HostProcess> StartAsync(string scenario, TestFolder folder, params string[] args)
    {
        var host = Launch(scenario, folder, args);
        await host.WaitForLineAsync(scenario == HostScenarios.Database ? "[testdb] Running Healthy" : "[service] Running");
        return host;
    }

    internal async Task<string> WaitForLineAsync(string part)
    {
        var line = _process.WaitForLineAsync(part, TimeSpan.FromSeconds(120));
        if (await Task.WhenAny(line, _process.WaitForExitAsync(TimeSpan.FromSeconds(130))) != line && !line.IsCompleted)
            Assert.Fail($"The AppHost ended before it wrote '{part}':\n{string.Join('\n', Lines)}");
        return await line;
    }

    internal void Send(int signal) => _process.Send(signal);

    internal Task<int> WaitForExitAsync() => _process.WaitForExitAsync(TimeSpan.FromSeconds(120));

    /// <summary>Waits until no descendant of this AppHost and no process with a working directory in its folder is left.</summary>
    /// <param name="within">Time limit.</param>
    /// <param name="but">Part of the command line of processes that may still run.</param>
    internal async Task WaitUntilNothingIsLeftAsync(TimeSpan within, string? but = null)
    {
        var left = new List<string>();
        try
        {
            await Eventually.HoldsAsync("nothing of the AppHost is left", () =>
            {
                left = [.. Directory.GetDirectories("/proc").Where(IsOurs)
                    .Where(process => but is null || !CommandOf(process).Contains(but, StringComparison.Ordinal))];
                return Task.FromResult(left.Count == 0);
            }, within);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message}, but {string.Join("; ", left.Select(CommandOf))}");
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return process;
        }
    }

    private bool IsOurs(string process)
    {
        try
        {
            var state = File.ReadAllText(Path.Combine(process, "stat")).Split(')')[^1].TrimStart()[0];
            var variables = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "environ"))).Split('\0');
            return state != 'Z'
                && (variables.Contains($"{MarkVariable}={_mark}")
                    || new FileInfo(Path.Combine(process, "cwd")).LinkTarget?.StartsWith(_folder, StringComparison.Ordinal) is true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

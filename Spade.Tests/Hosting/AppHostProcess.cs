using System.Diagnostics;
using System.Text;
using Aspire.Hosting.Run.Processes;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>A test AppHost in a process of its own, and whatever comes from it.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _mark = $"SPADE_TEST_RUN={Guid.NewGuid():N}";
    private readonly List<string> _lines = [];
    private readonly Process _process;

    private AppHostProcess(string scenario, string folder)
    {
        // A test run in the background has SIGINT ignored, and its children would inherit that.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--default-signal=INT,QUIT", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", typeof(TestProgram).Assembly.Location,
            "apphost", scenario, "--AppHost:DataFolder", folder,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["SPADE_TEST_RUN"] = _mark.Split('=')[1];
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    internal int Id => _process.Id;

    internal static async Task<AppHostProcess> StartAsync(string scenario, string folder)
    {
        var appHost = Launch(scenario, folder);
        await appHost.WaitForLineAsync("Everything is healthy");
        return appHost;
    }

    internal static AppHostProcess Launch(string scenario, string folder)
    {
        var appHost = new AppHostProcess(scenario, folder);
        appHost._process.Start();
        appHost._process.BeginOutputReadLine();
        appHost._process.BeginErrorReadLine();
        return appHost;
    }

    /// <summary>Everything that it has written so far.</summary>
    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    internal async Task WaitForLineAsync(string part)
    {
        await Until.TrueAsync(() => Has(part) || _process.HasExited, () => $"the AppHost writes '{part}':\n{string.Join('\n', Lines)}");
        if (_process.HasExited)
            await _process.WaitForExitAsync();
        Assert.True(Has(part), $"The AppHost ended before it wrote '{part}':\n{string.Join('\n', Lines)}");
    }

    private bool Has(string part) => Lines.Any(line => line.Contains(part, StringComparison.Ordinal));

    internal void Send(int signal) => Signals.Send(_process.Id, signal);

    internal async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends when no process that descends from this AppHost, nor any that works in its folder, is left.</summary>
    internal Task WaitUntilNothingIsLeftAsync(string folder) =>
        Until.TrueAsync(() => Descendants(folder).Count == 0, () => $"nothing is left, but: {string.Join(", ", Descendants(folder))}");

    /// <summary>The AppHost, its children and theirs, by the mark in their environment; PostgreSQL, which overwrites its own, by its folder.</summary>
    internal IReadOnlyList<ProcessStat> Descendants(string folder) =>
        [.. ProcessStat.All().Where(process => !process.HasEnded && (HasMark(process.Id) || WorksIn(process.Id, folder)))];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private bool HasMark(int id)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/environ")).Split('\0').Contains(_mark);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool WorksIn(int id, string folder)
    {
        try
        {
            return new FileInfo($"/proc/{id}/cwd").LinkTarget?.StartsWith(folder, StringComparison.Ordinal) is true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }
}

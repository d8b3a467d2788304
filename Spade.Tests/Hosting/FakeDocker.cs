using Aspire.Hosting;

namespace Spade.Tests.Hosting;

/// <summary>A program <c>fake-docker</c> in PATH that writes down its arguments and, told to run a container, waits for the end.</summary>
internal sealed class FakeDocker : IDisposable
{
    private const string Name = "fake-docker";
    private const char EndOfCall = '\u0001';

    private static readonly Lock PathLock = new();

    private readonly TestFolder _folder;
    private readonly string _programs = Directory.CreateTempSubdirectory("spade-test-docker-").FullName;

    internal FakeDocker(TestFolder folder, bool isRunning = true)
    {
        _folder = folder;
        var program = Path.Combine(_programs, FileName);
        File.WriteAllText(program, $$"""
            #!/bin/sh
            [ "$1" = ps ] && exit {{(isRunning ? 0 : 1)}}
            env > '{{_programs}}/environment.'$1.new && mv '{{_programs}}/environment.'$1.new '{{_programs}}/environment.'$1
            { printf '%s\n' "$@"; printf '\001\n'; } >> '{{_programs}}/calls'
            [ "$1" = run ] && exec sleep 3600
            exit 0
            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        ChangePath(path => $"{path}:{_programs}");
    }

    // Each test's own: PATH is the process's, and tests run side by side.
    private string FileName => $"{Name}-{Path.GetFileName(_programs)}";

    internal IDistributedApplicationBuilder Builder(params string[] args) =>
        TestApplication.Builder(_folder, ["--ASPIRE_CONTAINER_RUNTIME", FileName, .. args]);

    /// <summary>The arguments of the first call of a kind; waits for it.</summary>
    internal async Task<string[]> CallAsync(string command)
    {
        await Until.TrueAsync(() => Calls().Any(call => call[0] == command), $"docker {command} is called");
        return Calls().First(call => call[0] == command);
    }

    /// <summary>A variable that the running container's program got.</summary>
    internal async Task<string?> VariableAsync(string name)
    {
        await CallAsync("run");
        return (await File.ReadAllLinesAsync(Path.Combine(_programs, "environment.run")))
            .FirstOrDefault(line => line.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];
    }

    public void Dispose()
    {
        ChangePath(path => path.Replace($":{_programs}", "", StringComparison.Ordinal));
        Directory.Delete(_programs, recursive: true);
    }

    private static void ChangePath(Func<string, string> change)
    {
        lock (PathLock)
            Environment.SetEnvironmentVariable("PATH", change(Environment.GetEnvironmentVariable("PATH") ?? ""));
    }

    /// <summary>The arguments of every call but those that ask whether it is there.</summary>
    internal IReadOnlyList<string[]> Calls()
    {
        var file = Path.Combine(_programs, "calls");
        return File.Exists(file)
            ? [.. File.ReadAllText(file).Split($"{EndOfCall}\n", StringSplitOptions.RemoveEmptyEntries).Select(call => call.TrimEnd('\n').Split('\n'))]
            : [];
    }
}

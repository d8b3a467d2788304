namespace Aspire.Hosting.Run.Processes;

/// <summary>Finding programs as a shell does.</summary>
internal static class Programs
{
    /// <summary>Path of a program: a name is looked for in PATH, a path is taken relative to a folder. Null when there is none.</summary>
    internal static string? Find(string command, string folder) => command.Contains('/', StringComparison.Ordinal)
        ? Path.GetFullPath(command, folder) is var path && IsProgram(path) ? path : null
        : InPath(command).FirstOrDefault();

    /// <summary>Every program of a name in PATH, in order.</summary>
    internal static IEnumerable<string> InPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).Where(IsProgram);

    private static bool IsProgram(string path) => File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}

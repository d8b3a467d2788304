using Spade.Tests.Infrastructure;

namespace Spade.Tests.Docs;

/// <summary>The files of the clone, without the output of builds and tools.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Skipped =
        ["bin", "obj", "artifacts", "node_modules", "TestResults", ".git", ".vs", ".idea", ".vscode"];

    /// <summary>Paths relative to the top of the clone, with slashes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. In(Repository.Root).Order(StringComparer.Ordinal)];

    /// <summary>Those with one of these extensions, such as <c>.cs</c>.</summary>
    public static IEnumerable<string> With(params string[] extensions) => All.Where(path => extensions.Contains(Path.GetExtension(path)));

    public static string Read(string path) => File.ReadAllText(Repository.PathOf(path));

    private static IEnumerable<string> In(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return Path.GetRelativePath(Repository.Root, file);
        foreach (var below in Directory.EnumerateDirectories(folder).Where(below => !Skipped.Contains(Path.GetFileName(below))))
        {
            foreach (var file in In(below))
                yield return file;
        }
    }
}

namespace Spade.Benchmarks.Machine;

internal static class RepositoryRoot
{
    /// <exception cref="BenchmarkException">The program does not run from inside a checkout.</exception>
    internal static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Spade.sln")))
                return folder.FullName;
        }
        throw new BenchmarkException($"{AppContext.BaseDirectory} is in no checkout of Spade: the scripts of the peers are missing.");
    }
}

namespace Spade.Benchmarks.Machine;

/// <summary>Finds the folder of the repository.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder above this program that holds Spade.sln.</summary>
    /// <exception cref="BenchmarkException">The program does not run from inside a checkout.</exception>
    internal static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Spade.sln")))
                return folder.FullName;
        }
        throw new BenchmarkException($"{AppContext.BaseDirectory} is not inside a checkout of Spade, which has the scripts of the peers.");
    }
}

namespace Spade.Rehearsal.Machine;

/// <summary>The clone that this program was built in.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder that holds <c>Spade.sln</c>; null for a program outside of a clone.</summary>
    internal static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Spade.sln")))
                return folder.FullName;
        }

        return null;
    }
}

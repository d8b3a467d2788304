namespace Spade.Tests.Infrastructure;

/// <summary>The clone under test.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>Spade.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>Full path of a file or folder in the clone.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Spade.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException(
            $"No folder above '{AppContext.BaseDirectory}' holds Spade.sln: run the tests from their clone.");
    }
}

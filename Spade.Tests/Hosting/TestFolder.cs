namespace Spade.Tests.Hosting;

/// <summary>A folder of a test's own for an AppHost's data.</summary>
public sealed class TestFolder : IDisposable
{
    public string FullPath { get; } = Path.Combine(Path.GetTempPath(), $"spade-test-apphost-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (new DirectoryInfo(FullPath) is { Exists: true } folder)
            folder.Delete(recursive: folder.LinkTarget is null);
    }
}

namespace Spade.Tests.Hosting;

/// <summary>Temporary data folder of an AppHost.</summary>
public sealed class TestFolder : IDisposable
{
    public string FullPath { get; } = Path.Combine(Path.GetTempPath(), $"spade-test-apphost-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (new DirectoryInfo(FullPath) is { Exists: true } folder)
            folder.Delete(recursive: folder.LinkTarget is null);
    }
}

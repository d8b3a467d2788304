namespace Spade.Rehearsal.Machine;

/// <summary>A folder that is removed at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string FullPath { get; } = Path.Combine(Path.GetTempPath(), $"spade-rehearsal-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(FullPath))
            Directory.Delete(FullPath, recursive: true);
    }
}

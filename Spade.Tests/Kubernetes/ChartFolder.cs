namespace Spade.Tests.Kubernetes;

/// <summary>Temporary folder for a chart.</summary>
internal sealed class ChartFolder : IDisposable
{
    internal string FullPath { get; } = Directory.CreateTempSubdirectory("spade-test-chart-").FullName;

    public void Dispose() => Directory.Delete(FullPath, recursive: true);

    internal string PathOf(string name) => Path.Combine(FullPath, name);

    internal static Dictionary<string, string> Read(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText, StringComparer.Ordinal);
}

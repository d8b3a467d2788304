namespace Spade.Tests.Infrastructure;

/// <summary>What a process has open: files by their paths, pipes as <c>pipe:[12]</c>, sockets as <c>socket:[12]</c>.</summary>
internal static class OpenFile
{
    /// <summary>Looks once; what is closed meanwhile is left out.</summary>
    public static IReadOnlyList<string> Of(int processId) =>
        [.. Directory.GetFiles($"/proc/{processId}/fd").Select(link => new FileInfo(link).LinkTarget).OfType<string>()];
}

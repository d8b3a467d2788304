namespace Spade.Tests.Services;

/// <summary>Finds the OCR programs that a worker has started, also when the worker has ended and they have another parent.</summary>
internal static class ToolsOf
{
    /// <summary>Running processes whose environment names one of these workers as owner.</summary>
    public static IReadOnlyList<int> Workers(params IEnumerable<Service> workers)
    {
        var marks = workers.Select(worker => $"SPADE_OWNER={worker.Process.Id}:").ToList();
        return [.. Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && Environment(id).Any(
                variable => marks.Exists(mark => variable.StartsWith(mark, StringComparison.Ordinal))))];
    }

    private static string[] Environment(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Split('\0');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

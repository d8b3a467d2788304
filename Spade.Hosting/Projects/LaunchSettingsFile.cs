using System.Text.Json;

namespace Aspire.Hosting;

/// <summary>Reads Properties/launchSettings.json.</summary>
internal static class LaunchSettingsFile
{
    // Templates write comments and trailing commas, and editors bear with them.
    private static readonly JsonSerializerOptions Options = new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The settings of the project in a folder; null when it has none.</summary>
    internal static LaunchSettings? Read(string projectFolder)
    {
        var path = Path.Combine(projectFolder, "Properties", "launchSettings.json");
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(path), Options);
        }
        catch (JsonException exception)
        {
            throw new DistributedApplicationException($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}

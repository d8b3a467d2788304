using System.Text;
using System.Text.RegularExpressions;

namespace Aspire.Hosting.Publishing;

/// <summary>The folder that a chart is written to. Two publishes of one model leave the same files with the same bytes; what is not ours
/// stays.</summary>
/// <param name="path">The folder, absolute.</param>
/// <param name="chartName">The chart's name.</param>
internal sealed partial class OutputFolder(string path, string chartName)
{
    /// <summary>The first line of every template that we write; a later publish removes only files that begin with it.</summary>
    internal const string Mark = "{{- /* Written by the AppHost, from its model: change that and publish again. */ -}}";

    private const string Templates = "templates";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Refuses a folder that holds something else: a mistyped path must not mix a chart into it.</summary>
    internal void Check()
    {
        if (File.Exists(path))
            throw new DistributedApplicationException($"{path} is a file: name a folder with --output-path.");
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
            return;
        var chart = Path.Combine(path, "Chart.yaml");
        if (!File.Exists(chart))
            throw new DistributedApplicationException($"{path} is not empty and holds no chart: name an empty or new folder with --output-path.");
        var name = Name().Match(File.ReadAllText(chart)) is { Success: true } match ? match.Groups[1].Value : "";
        if (name != chartName)
            throw new DistributedApplicationException($"{path} holds another chart, '{name}', not '{chartName}': name another folder with --output-path.");
    }

    /// <summary>Writes the files and returns the paths of those that an earlier publish had written and that are gone now.</summary>
    internal async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ChartFile> files, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var file in files)
                await WriteAsync(file, cancellationToken);
            return RemoveStale(files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The chart cannot be written to {path}: {exception.Message}", exception);
        }
    }

    /// <summary>Beside and then into place: whoever reads meanwhile sees the old file or the new one.</summary>
    private async Task WriteAsync(ChartFile file, CancellationToken cancellationToken)
    {
        var target = Path.Combine(path, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await File.WriteAllTextAsync(target + ".new", file.Content, Utf8, cancellationToken);
        File.Move(target + ".new", target, overwrite: true);
    }

    private List<string> RemoveStale(HashSet<string> written)
    {
        var templates = Path.Combine(path, Templates);
        var removed = new List<string>();
        foreach (var file in Directory.EnumerateFiles(templates, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(path, file).Replace('\\', '/');
            if (written.Contains(relative) || !IsOurs(file))
                continue;
            File.Delete(file);
            removed.Add(relative);
            if (Path.GetDirectoryName(file) is { } folder && folder != templates && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }

        return removed;
    }

    private static bool IsOurs(string file)
    {
        using var reader = new StreamReader(file);
        return reader.ReadLine() == Mark;
    }

    [GeneratedRegex(@"^name:\s*""?([^""\s]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

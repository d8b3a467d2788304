using Microsoft.Extensions.Options;
using Spade.Documents.Languages;
using Spade.Worker.Configuration;
using Spade.Worker.Folders;
using Spade.Worker.Languages;
using Spade.Worker.Processes;

namespace Spade.Worker.Startup;

/// <summary>Checks that this machine has the programs and the language data that recognition needs.</summary>
internal sealed class OcrPrerequisites(
    Toolchain tools, ToolRunner runner, WorkFolders folders, InstalledLanguages installed, IOptions<OcrOptions> options,
    IOptions<LanguageOptions> languages)
{
    /// <summary>The language that a worker needs when none is prescribed and none is there.</summary>
    private const string English = "eng";

    /// <summary>Looks for what is missing, and records which languages are there.</summary>
    /// <returns>Null, or one line that names what is missing and how to install it.</returns>
    public async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        if (tools.MissingPrograms is { Count: > 0 } programs)
            return Line(string.Join(", ", programs), tools.MissingPackages);
        var isImageMagick = IsImageMagickAsync(cancellationToken);
        installed.Learn(await ListAsync(cancellationToken));
        // Other programs are called convert too.
        if (!await isImageMagick)
            return Line($"ImageMagick ({tools.ImageMagick} is something else)", [Toolchain.ImageMagickPackage]);
        IEnumerable<string> needed = (languages.Value.Allowed, installed.Languages.Any()) switch
        {
            ({ Count: > 0 } allowed, _) => allowed,
            (_, true) => [],
            _ => [English],
        };
        var missing = needed.Append(InstalledLanguages.Orientation).Where(language => !installed.Lists(language)).ToList();
        return missing.Count == 0
            ? null
            : Line($"Tesseract's data for {string.Join(", ", missing)}", missing.Select(PackageOf));
    }

    private async Task<List<string>> ListAsync(CancellationToken cancellationToken)
    {
        List<string> listed = [];
        var command = new ToolCommand(tools.Tesseract, folders.Own, options.Value.InspectionTimeLimit, "--list-langs")
        {
            OnLine = line => listed.Add(line.Trim()),
        };
        await runner.RunAsync(command, cancellationToken);
        return listed;
    }

    private async Task<bool> IsImageMagickAsync(CancellationToken cancellationToken)
    {
        var isImageMagick = false;
        var command = new ToolCommand(tools.ImageMagick, folders.Own, options.Value.InspectionTimeLimit, "-version")
        {
            OnLine = line => isImageMagick |= line.StartsWith("Version: ImageMagick", StringComparison.Ordinal),
        };
        await runner.RunAsync(command, cancellationToken);
        return isImageMagick;
    }

    // Debian's package names cannot hold an underscore: chi_sim comes as tesseract-ocr-chi-sim.
    private static string PackageOf(string language) => $"tesseract-ocr-{language.Replace('_', '-')}";

    private static string Line(string what, IEnumerable<string> packages) =>
        $"The worker needs {what}. Install with: apt-get install {string.Join(' ', packages)}";
}

using System.Globalization;
using Spade.Tests.Infrastructure;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>Shell scripts in place of the worker's programs, in a folder that comes first on its PATH. Each run is recorded.</summary>
/// <remarks>A script finds the folder in <c>$folder</c>. In a script that replaces Tesseract, <c>page CONFIDENCE WORD...</c> writes the
/// result of a page.</remarks>
internal sealed class FakePrograms : IDisposable
{
    // A program that a test writes itself cannot always be started: while another thread starts a process, that process has the file open
    // for writing too ("text file busy"). So every program is a link to this one, which reads the test's script.
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Ocr", "fake-program.sh");

    public string Folder { get; } = Directory.CreateTempSubdirectory("spade-fakes-").FullName;

    /// <summary>Puts a script in the place of a program.</summary>
    public FakePrograms Add(string program, string script)
    {
        var path = Path.Combine(Folder, program);
        File.WriteAllText($"{path}.script", $"{script}\n");
        File.CreateSymbolicLink(path, Program);
        return this;
    }

    /// <summary>The arguments of each run of a program so far, oldest first. Of a Tesseract that is kept open each page is a run, with its
    /// image as the first argument.</summary>
    public IReadOnlyList<string> Runs(string program) => [.. Lines(program).Select(line => line[(line.IndexOf(' ') + 1)..])];

    /// <summary>The processes of a program so far, oldest first. A Tesseract that is kept open makes several runs.</summary>
    public IReadOnlyList<int> Processes(string program) =>
        [.. Lines(program).Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).Distinct()];

    /// <summary>Waits until a program runs, and returns its process id.</summary>
    public async Task<int> StartedAsync(string program)
    {
        await Eventually.HoldsAsync($"{program} runs", () => Task.FromResult(Lines(program).Length > 0));
        return Processes(program)[0];
    }

    /// <summary>Reads what a script has written to a file in <c>$folder</c>, once it is there.</summary>
    public async Task<string> ReadAsync(string file)
    {
        var path = Path.Combine(Folder, file);
        await Eventually.HoldsAsync(
            $"{file} is written", () => Task.FromResult(File.Exists(path) && File.ReadAllText(path).EndsWith('\n')));
        return await File.ReadAllTextAsync(path);
    }

    /// <summary>Waits until a process has ended.</summary>
    public static Task EndedAsync(int processId) => Eventually.HoldsAsync(
        $"process {processId} has ended", () => Task.FromResult(ProcFile.StartTime(processId) is null));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string[] Lines(string program)
    {
        var path = Path.Combine(Folder, $"{program}.runs");
        return File.Exists(path) ? [.. File.ReadAllText(path).Split('\n').SkipLast(1)] : [];
    }
}

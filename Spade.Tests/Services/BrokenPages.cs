using System.Globalization;

namespace Spade.Tests.Services;

/// <summary>A <c>tesseract</c> that breaks on the pages that are named to it, and calls another one for all other pages.</summary>
internal sealed class BrokenPages : IDisposable
{
    /// <summary>What Tesseract does with an image that it cannot read.</summary>
    public const string Unreadable = """: > "$2.txt"; exit 1""";

    /// <summary>What a bug in Tesseract does.</summary>
    public const string Crash = "kill -ABRT $$";

    private readonly string _folder = Directory.CreateTempSubdirectory("spade-broken-").FullName;

    public BrokenPages(TesseractShim shim)
    {
        var program = Path.Combine(_folder, "tesseract");
        File.WriteAllText(program, $$"""
            #!/bin/bash
            script='{{_folder}}'/page-"${2##*-}"
            if [[ $# -ge 2 && $1 != -* && -e $script ]]; then
                echo run >>"$script.runs"
                source "$script"
            fi
            exec '{{shim.Folder}}/tesseract' "$@"

            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Options = shim.Options with { PathPrefix = $"{_folder}:{shim.Folder}" };
    }

    /// <summary>Options of a worker that uses it.</summary>
    public ServiceOptions Options { get; }

    /// <summary>From now on the page runs this script instead of being recognised.</summary>
    public void Break(int page, string script) => File.WriteAllText(PathOf(page), $"{script}\n");

    /// <summary>From now on the page is recognised.</summary>
    public void Mend(int page) => File.Delete(PathOf(page));

    /// <summary>How often the page was tried while it was broken.</summary>
    public int Tries(int page) => File.Exists($"{PathOf(page)}.runs") ? File.ReadAllLines($"{PathOf(page)}.runs").Length : 0;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(int page) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"page-{page}"));
}

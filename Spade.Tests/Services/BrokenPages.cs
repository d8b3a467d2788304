using System.Globalization;

namespace Spade.Tests.Services;

/// <summary>Makes a <see cref="TesseractShim"/> break on the pages that are named to it. It does not record these.</summary>
internal sealed class BrokenPages(TesseractShim shim)
{
    /// <summary>What Tesseract does with an image that it cannot read.</summary>
    public const string Unreadable = "exit 1";

    /// <summary>What a bug in Tesseract does.</summary>
    public const string Crash = "kill -ABRT $$";

    /// <summary>Options of a worker that uses it.</summary>
    public ServiceOptions Options => shim.Options;

    /// <summary>From now on the page runs this script instead of being recognised.</summary>
    public void Break(int page, string script) => File.WriteAllText(PathOf(page), $"{script}\n");

    /// <summary>From now on the page is recognised.</summary>
    public void Mend(int page) => File.Delete(PathOf(page));

    /// <summary>How often the page was tried while it was broken.</summary>
    public int Tries(int page) => File.Exists($"{PathOf(page)}.runs") ? File.ReadAllLines($"{PathOf(page)}.runs").Length : 0;

    private string PathOf(int page) => Path.Combine(shim.Folder, string.Create(CultureInfo.InvariantCulture, $"page-{page}"));
}

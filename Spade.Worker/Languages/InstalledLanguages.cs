using Spade.Documents.Languages;

namespace Spade.Worker.Languages;

/// <summary>What Tesseract lists on this machine. It is read when the worker starts.</summary>
internal sealed class InstalledLanguages
{
    /// <summary>Data for detecting a page's orientation, which Tesseract lists among its languages.</summary>
    public const string Orientation = "osd";

    /// <summary>Data for formulas, which is no language either.</summary>
    private const string Equations = "equ";

    private IReadOnlyList<string> _listed = [];

    /// <summary>What documents may be read in. Scripts (<c>script/Latin</c>) are left out: their names are paths.</summary>
    public IEnumerable<string> Languages =>
        _listed.Where(name => LanguageSelection.IsName(name) && name is not (Orientation or Equations));

    /// <summary>True when Tesseract lists this name as data.</summary>
    public bool Lists(string name) => _listed.Contains(name, StringComparer.Ordinal);

    /// <summary>True for a language that documents may be read in.</summary>
    public bool Contains(string language) => Languages.Contains(language, StringComparer.Ordinal);

    /// <summary>Records the lines that Tesseract has printed.</summary>
    public void Learn(IEnumerable<string> listed) => _listed = [.. listed];
}

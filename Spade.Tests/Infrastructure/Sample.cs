namespace Spade.Tests.Infrastructure;

/// <summary>A scan in <c>samples/</c> with its true text.</summary>
/// <param name="FileName">Name of the scan.</param>
/// <param name="TextFileName">Name of its true text: UTF-8, a form feed between pages, as <c>/documents/{id}/text</c> returns it.</param>
public sealed record Sample(string FileName, string TextFileName)
{
    /// <summary>Full path of the scan.</summary>
    public string FilePath => Repository.PathOf("samples", FileName);

    /// <summary>The true text, read from the file on each call.</summary>
    public string Text => File.ReadAllText(Repository.PathOf("samples", TextFileName));

    /// <summary>The true text of each page.</summary>
    public IReadOnlyList<string> Pages => Text.Split('\f');

    public override string ToString() => FileName;
}

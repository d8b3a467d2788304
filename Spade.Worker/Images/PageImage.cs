namespace Spade.Worker.Images;

/// <summary>One page, ready for Tesseract. Disposing it removes a file that was made for it.</summary>
/// <param name="Page">Page number in the document, from 1.</param>
/// <param name="Path">The image file.</param>
internal sealed record PageImage(int Page, string Path) : IDisposable
{
    /// <summary>Resolution, where the file cannot tell.</summary>
    public int? Dpi { get; init; }

    /// <summary>Which image of a file that holds several, from 0; null for the only one.</summary>
    public int? Index { get; init; }

    /// <summary>True when the file holds this page alone and is not the document itself.</summary>
    public bool IsTemporary { get; init; }

    public void Dispose()
    {
        if (IsTemporary)
            File.Delete(Path);
    }
}

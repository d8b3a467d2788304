namespace Spade.Worker.Pixels;

/// <summary>Writes a gray image file (PGM) from its first row to its last.</summary>
internal sealed class PgmWriter : IDisposable
{
    // Bands are large already.
    private const int NoBuffer = 0;

    private readonly FileStream _file;

    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public PgmWriter(string path, int width, int height)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, NoBuffer);
        _file.Write(NetpbmHeader.WriteGray(width, height));
    }

    /// <summary>Writes the next rows.</summary>
    public void WriteRows(ReadOnlySpan<byte> pixels) => _file.Write(pixels);

    public void Dispose() => _file.Dispose();
}

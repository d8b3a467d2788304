using System.Text;
using Spade.Documents.Outputs;

namespace Spade.Worker.SearchablePdf.Syntax;

/// <summary>Writes a PDF as parts: added bytes go into a file of their own, ranges of the upload are only noted.</summary>
internal sealed class PdfParts(string addedPath) : IDisposable
{
    private readonly FileStream _added = File.Create(addedPath);
    private readonly List<PdfPart> _parts = [];

    /// <summary>Where the next byte goes in the PDF.</summary>
    public long Position { get; private set; }

    /// <summary>Adds text, whose characters are all ASCII.</summary>
    public void Write(string text) => Write(Encoding.ASCII.GetBytes(text));

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _added.Write(bytes);
        Append(bytes.Length);
    }

    /// <summary>Adds the rest of a stream.</summary>
    public async Task WriteAsync(Stream content, CancellationToken cancellationToken)
    {
        var before = _added.Position;
        await content.CopyToAsync(_added, cancellationToken);
        Append(_added.Position - before);
    }

    /// <summary>Takes a range of the upload.</summary>
    public void Take(long offset, long length)
    {
        if (length <= 0)
            return;
        if (_parts is [.., { SourceOffset: { } start } last] && start + last.Length == offset)
            _parts[^1] = last with { Length = last.Length + length };
        else
            _parts.Add(new PdfPart(length, offset));
        Position += length;
    }

    /// <summary>Everything that was written. Nothing may be written afterwards.</summary>
    public PdfAssembly Complete()
    {
        _added.Flush();
        return new PdfAssembly(_parts, addedPath);
    }

    /// <inheritdoc/>
    public void Dispose() => _added.Dispose();

    private void Append(long length)
    {
        if (length == 0)
            return;
        if (_parts is [.., { SourceOffset: null } last])
            _parts[^1] = last with { Length = last.Length + length };
        else
            _parts.Add(new PdfPart(length, null));
        Position += length;
    }
}

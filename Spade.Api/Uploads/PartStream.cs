using Microsoft.AspNetCore.Connections;
using Spade.Api.Problems;

namespace Spade.Api.Uploads;

/// <summary>A part's bytes. A form that breaks off becomes a problem of the client's here, because further up its exception could not be
/// told from one of the temporary file.</summary>
internal sealed class PartStream(Stream part) : Stream
{
    /// <summary>True for what the multipart reader throws on a damaged form; false for a broken connection.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is IOException and not (BadHttpRequestException or ConnectionResetException) or InvalidDataException;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await part.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            throw new UploadProblemException(ApiProblems.MalformedMultipart("The form breaks off in the middle of the file."));
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Spade.Api.Problems;
using Spade.Documents.Inspection;

namespace Spade.Api.Uploads;

/// <summary>Takes in one file: counts, judges and hashes it while it arrives. Memory stays at one buffer whatever its size, and what
/// cannot be accepted is refused as early as it can be known.</summary>
internal sealed class UploadSpool(IOptions<ApiLimits> limits, IOptions<DocumentLimits> documentLimits)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>ENOSPC, which .NET hands on as the exception's HResult.</summary>
    private const int NoSpaceLeft = 28;

    public long MaxBytes => limits.Value.MaxUploadBytes;

    /// <exception cref="UploadRefusedException">The file is empty, too large, of no supported type, or has too many pixels.</exception>
    public async Task<SpooledUpload> TakeAsync(Stream source, CancellationToken cancellationToken)
    {
        var file = UnlinkedFile.Create();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var upload = await CopyAsync(source, file, buffer, cancellationToken);
            await RefusePixelBombsAsync(upload, cancellationToken);
            return upload;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<SpooledUpload> CopyAsync(Stream source, FileStream file, byte[] buffer, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = await source.ReadAtLeastAsync(buffer, ContentSniffer.HeadLength, throwOnEndOfStream: false, cancellationToken);
        var contentType = Judge(buffer.AsSpan(0, length));
        var size = 0L;
        for (; length > 0; length = await source.ReadAsync(buffer, cancellationToken))
        {
            size += length;
            if (size > MaxBytes)
                throw new UploadRefusedException(Refusals.FileTooLarge(MaxBytes));
            hash.AppendData(buffer, 0, length);
            await WriteAsync(file, buffer.AsMemory(0, length), cancellationToken);
        }

        return new SpooledUpload(file, size, Convert.ToHexStringLower(hash.GetHashAndReset()), contentType);
    }

    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException full) when (full.HResult == NoSpaceLeft)
        {
            throw new UploadRefusedException(Refusals.NoRoom());
        }
    }

    private static string Judge(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            throw new UploadRefusedException(Refusals.EmptyFile());
        return ContentSniffer.Detect(head) ?? throw new UploadRefusedException(Refusals.UnsupportedContent());
    }

    // Anything else that is wrong with an image needs a decoder to know: it is accepted, and the worker says so.
    private async Task RefusePixelBombsAsync(SpooledUpload upload, CancellationToken cancellationToken)
    {
        var inspection = await ImageHeaders.ReadAsync(upload.Content, upload.ContentType, documentLimits.Value, cancellationToken);
        if (inspection is ImageInspection.TooManyPixels page)
            throw new UploadRefusedException(Refusals.TooManyPixels(page, documentLimits.Value.MaxPixelsPerPage));
    }
}

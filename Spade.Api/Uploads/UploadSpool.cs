using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Spade.Api.Configuration;
using Spade.Api.Problems;
using Spade.Documents.Inspection;

namespace Spade.Api.Uploads;

/// <summary>Receives one file: counts, identifies and hashes it while it arrives. A file that fits one buffer stays in memory; a larger
/// one goes through that buffer to a temporary file, so that memory stays at one buffer whatever the size. A file is rejected as early as
/// possible.</summary>
internal sealed class UploadSpool(IOptions<ApiLimits> limits, IOptions<DocumentLimits> documentLimits)
{
    /// <summary>A file of this size or more is spooled. Below 85,000 bytes, where arrays go to the large object heap.</summary>
    internal const int BufferBytes = 64 * 1024;

    /// <summary>ENOSPC; .NET puts the error number into the exception's HResult.</summary>
    private const int NoSpaceLeft = 28;

    public long MaxBytes => limits.Value.MaxUploadBytes;

    /// <exception cref="UploadProblemException">The file is empty, too large, of no supported type, or has too many pixels.</exception>
    public async Task<SpooledUpload> TakeAsync(Stream source, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var room = buffer.AsMemory(0, BufferBytes);
            var head = await source.ReadAtLeastAsync(room, ContentSniffer.HeadLength, throwOnEndOfStream: false, cancellationToken);
            var contentType = Identify(room.Span[..head]);
            var rest = room[head..];
            var length = head + await source.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellationToken);
            return length < BufferBytes
                ? await KeepAsync(room[..length], contentType, cancellationToken)
                : await SpoolAsync(source, room, contentType, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<SpooledUpload> KeepAsync(ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        CheckSize(bytes.Length);
        var content = new MemoryStream(bytes.ToArray(), writable: false);
        var upload = new SpooledUpload(content, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), contentType);
        await RejectPixelBombsAsync(upload, cancellationToken);
        return upload;
    }

    private async Task<SpooledUpload> SpoolAsync(
        Stream source, Memory<byte> buffer, string contentType, CancellationToken cancellationToken)
    {
        var file = UnlinkedFile.Create();
        try
        {
            var upload = await CopyAsync(source, file, buffer, contentType, cancellationToken);
            await RejectPixelBombsAsync(upload, cancellationToken);
            return upload;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // The buffer already holds the first bytes, and is full.
    private async Task<SpooledUpload> CopyAsync(
        Stream source, FileStream file, Memory<byte> buffer, string contentType, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = 0L;
        for (var length = buffer.Length; length > 0; length = await source.ReadAsync(buffer, cancellationToken))
        {
            size += length;
            CheckSize(size);
            hash.AppendData(buffer.Span[..length]);
            await WriteAsync(file, buffer[..length], cancellationToken);
        }

        return new SpooledUpload(file, size, Convert.ToHexStringLower(hash.GetHashAndReset()), contentType);
    }

    private void CheckSize(long size)
    {
        if (size > MaxBytes)
            throw new UploadProblemException(ApiProblems.FileTooLarge(MaxBytes));
    }

    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException full) when (full.HResult == NoSpaceLeft)
        {
            throw new UploadProblemException(ApiProblems.NoRoom());
        }
    }

    private static string Identify(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            throw new UploadProblemException(ApiProblems.EmptyFile());
        return ContentSniffer.Detect(head) ?? throw new UploadProblemException(ApiProblems.UnsupportedContent());
    }

    // Other damage only shows in a decoder: the upload is accepted, and the worker fails the document.
    private async Task RejectPixelBombsAsync(SpooledUpload upload, CancellationToken cancellationToken)
    {
        var inspection = await ImageHeaders.ReadAsync(upload.Content, upload.ContentType, documentLimits.Value, cancellationToken);
        if (inspection is ImageInspection.TooManyPixels page)
            throw new UploadProblemException(ApiProblems.TooManyPixels(page, documentLimits.Value.MaxPixelsPerPage));
    }
}

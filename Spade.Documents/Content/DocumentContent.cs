#pragma warning disable CA1822, CS9113
using Npgsql;

namespace Spade.Documents;

/// <summary>What a worker needs to know of a document before it opens it.</summary>
/// <param name="Id">Natural id.</param>
/// <param name="ContentType">Media type, judged by magic bytes at upload.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Language">Tesseract language, one of the allowed ones.</param>
/// <param name="Pages">The pages asked for, such as <c>1-3,7</c> in canonical form; null for all.</param>
/// <param name="Dpi">Resolution for rasterising PDF pages.</param>
public sealed record DocumentSource(string Id, string ContentType, long Size, string Language, string? Pages, int Dpi);

/// <summary>Reads stored documents back, in chunks: memory stays bounded whatever the size.</summary>
public sealed class DocumentContent(NpgsqlDataSource database)
{
    /// <summary>Finds a document; null when it does not exist (any more).</summary>
    public Task<DocumentSource?> FindAsync(string documentId, CancellationToken cancellationToken) => throw new InvalidOperationException();

    /// <summary>Copies the uploaded bytes.</summary>
    public Task CopyToAsync(string documentId, Stream destination, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    /// <summary>The numbers of the pages that are recognised already.</summary>
    public Task<IReadOnlySet<int>> FinishedPagesAsync(string documentId, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();
}

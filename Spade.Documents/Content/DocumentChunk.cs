namespace Spade.Documents.Content;

/// <summary>A row of <c>document_chunks</c>: one piece of an upload's bytes, numbered from 0.</summary>
internal sealed class DocumentChunk
{
    /// <summary>Bytes of each chunk but the last: small enough to hold one in memory per transfer, large enough that there are few
    /// rows.</summary>
    public const int MaxBytes = 1024 * 1024;

    public required string DocumentId { get; init; }
    public required int Number { get; init; }
    public required byte[] Data { get; init; }
}

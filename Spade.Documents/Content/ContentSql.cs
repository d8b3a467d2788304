namespace Spade.Documents.Content;

/// <summary>The statements that find and stream a document's bytes. They find their rows by <c>documents_pkey (id)</c> and
/// <c>document_chunks_pkey (document_id, number)</c>.</summary>
internal static class ContentSql
{
    /// <summary>$1 document.</summary>
    internal const string Source = "SELECT content_type, size, language, pages, dpi, text_source FROM documents WHERE id = $1";

    /// <summary>$1 document.</summary>
    internal const string Chunks = "SELECT data FROM document_chunks WHERE document_id = $1 ORDER BY number";

    /// <summary>$1 document, $2 chunk, $3 first byte in the chunk, from 1, $4 bytes. Chunks are stored uncompressed, so PostgreSQL reads
    /// only the bytes that are asked for.</summary>
    internal const string ChunkPart =
        "SELECT substring(data FROM $3 FOR $4) FROM document_chunks WHERE document_id = $1 AND number = $2";

    /// <summary>Takes document, number and data of each chunk.</summary>
    internal const string CopyChunks = "COPY document_chunks (document_id, number, data) FROM STDIN (FORMAT binary)";
}

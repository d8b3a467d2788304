namespace Spade.Documents.Outputs;

/// <summary>The statements that store and read pieces. They find their rows by <c>pdf_pieces_pkey (document_id, number)</c>,
/// <c>document_chunks_pkey (document_id, number)</c> and <c>documents_pkey (id)</c>.</summary>
internal static class PdfPieceSql
{
    /// <summary>$1 document.</summary>
    internal const string Remove = "DELETE FROM pdf_pieces WHERE document_id = $1";

    /// <summary>Takes document, number, start, length, offset in the upload and data of each piece.</summary>
    internal const string Copy =
        "COPY pdf_pieces (document_id, number, start, length, source_offset, data) FROM STDIN (FORMAT binary)";

    /// <summary>$1 document.</summary>
    internal const string Length = "SELECT start + length FROM pdf_pieces WHERE document_id = $1 ORDER BY number DESC LIMIT 1";

    /// <summary>$1 document, $2 first byte, $3 the byte behind the last, $4 bytes of each chunk but the last, $5 when the document
    /// completed. The bytes between the two, in order; a range of the upload in as many rows as it touches chunks. None when the document
    /// has completed at another time: its PDF is then another one.</summary>
    internal const string Window =
        """
        SELECT CASE
            WHEN piece.data IS NOT NULL THEN substring(piece.data FROM cut.skip::integer + 1 FOR cut.take)
            ELSE substring(chunk.data
                FROM greatest(cut.source - chunk.number::bigint * $4, 0)::integer + 1
                FOR (least(cut.source + cut.take, (chunk.number + 1)::bigint * $4)
                    - greatest(cut.source, chunk.number::bigint * $4))::integer)
            END
        FROM pdf_pieces AS piece
        CROSS JOIN LATERAL (
            SELECT greatest($2 - piece.start, 0) AS skip,
                (least($3, piece.start + piece.length) - greatest($2, piece.start))::integer AS take,
                piece.source_offset + greatest($2 - piece.start, 0) AS source
        ) AS cut
        LEFT JOIN document_chunks AS chunk
            ON piece.data IS NULL AND chunk.document_id = $1
            AND chunk.number BETWEEN cut.source / $4 AND (cut.source + cut.take - 1) / $4
        WHERE piece.document_id = $1 AND piece.start < $3 AND piece.start + piece.length > $2
            AND EXISTS (SELECT FROM documents WHERE id = $1 AND completed_at IS NOT DISTINCT FROM $5)
        ORDER BY piece.number, chunk.number
        """;
}

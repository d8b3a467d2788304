using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Spade.Documents.Schema.Migrations;

/// <summary>Documents, their bytes and their pages. Written as SQL, because storage and comments belong to a table as much as its
/// columns do; that it agrees with the model is what the tests check.</summary>
[DbContext(typeof(SpadeDbContext))]
[Migration("20261101000100_CreateDocuments")]
internal sealed class CreateDocuments : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Documents);
        migrationBuilder.Sql(Chunks);
        migrationBuilder.Sql(Pages);
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("DROP TABLE pages; DROP TABLE document_chunks; DROP TABLE documents;");

    private const string Documents =
        """
        CREATE TABLE documents (
            id             text                     NOT NULL,
            file_name      text,
            content_type   text                     NOT NULL,
            size           bigint                   NOT NULL,
            sha256         text                     NOT NULL,
            language       text                     NOT NULL,
            pages          text,
            dpi            integer                  NOT NULL,
            status         text                     NOT NULL DEFAULT 'queued',
            pages_total    integer,
            pages_done     integer                  NOT NULL DEFAULT 0,
            error_type     text,
            error_message  text,
            job_id         uuid,
            created_at     timestamp with time zone NOT NULL DEFAULT now(),
            started_at     timestamp with time zone,
            completed_at   timestamp with time zone,
            CONSTRAINT documents_pkey PRIMARY KEY (id),
            CONSTRAINT documents_id CHECK (id ~ '^[0-9a-f]{64}$' AND sha256 ~ '^[0-9a-f]{64}$'),
            CONSTRAINT documents_size CHECK (size > 0),
            CONSTRAINT documents_status CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
            CONSTRAINT documents_pages CHECK (pages_done >= 0 AND pages_total >= greatest(pages_done, 1)),
            CONSTRAINT documents_running_has_started
                CHECK (status NOT IN ('running', 'completed') OR (started_at IS NOT NULL AND pages_total IS NOT NULL)),
            CONSTRAINT documents_ended_has_time
                CHECK ((status IN ('completed', 'failed', 'cancelled')) = (completed_at IS NOT NULL)),
            CONSTRAINT documents_completed_has_all_pages CHECK (status <> 'completed' OR pages_done = pages_total),
            CONSTRAINT documents_failed_has_error
                CHECK ((status = 'failed') = (error_type IS NOT NULL) AND (error_type IS NULL) = (error_message IS NULL))
        ) WITH (fillfactor = 80);
        COMMENT ON TABLE documents IS 'One row per upload and its options; the same upload again finds its row by the natural id.';
        COMMENT ON COLUMN documents.id IS 'Natural id: SHA-256, in hex, of the content''s hash and the options.';
        COMMENT ON COLUMN documents.pages IS 'Pages asked for, in canonical form; null for all.';
        COMMENT ON COLUMN documents.pages_total IS 'Pages to recognise; null until a worker has counted them.';
        COMMENT ON COLUMN documents.pages_done IS 'Rows of pages that are finished, counted as they are written.';
        COMMENT ON COLUMN documents.job_id IS 'The latest job; finished jobs are pruned earlier than documents, hence no foreign key.';
        COMMENT ON COLUMN documents.completed_at IS 'When it ended, whichever way.';

        -- DocumentQueries.ListAsync: newest first, all of them or those of one status.
        CREATE INDEX documents_newest ON documents (created_at DESC, id DESC);
        CREATE INDEX documents_status_newest ON documents (status, created_at DESC, id DESC);
        """;

    private const string Chunks =
        """
        CREATE TABLE document_chunks (
            document_id  text    NOT NULL,
            number       integer NOT NULL,
            data         bytea   NOT NULL,
            CONSTRAINT document_chunks_pkey PRIMARY KEY (document_id, number),
            CONSTRAINT document_chunks_number CHECK (number >= 0),
            CONSTRAINT document_chunks_document FOREIGN KEY (document_id) REFERENCES documents (id) ON DELETE CASCADE
        );
        ALTER TABLE document_chunks ALTER COLUMN data SET STORAGE EXTERNAL;
        COMMENT ON TABLE document_chunks IS
            'The uploaded bytes in pieces of 1 MiB, numbered from 0, so that nobody holds a whole file in memory.';
        COMMENT ON COLUMN document_chunks.data IS
            'Stored uncompressed: scans are compressed already, and trying costs more than the copy.';
        """;

    private const string Pages =
        """
        CREATE TABLE pages (
            document_id  text                     NOT NULL,
            number       integer                  NOT NULL,
            text         text,
            confidence   double precision,
            begun        integer                  NOT NULL,
            begun_at     timestamp with time zone NOT NULL,
            finished_at  timestamp with time zone,
            CONSTRAINT pages_pkey PRIMARY KEY (document_id, number),
            CONSTRAINT pages_number CHECK (number > 0),
            CONSTRAINT pages_begun CHECK (begun > 0),
            CONSTRAINT pages_finished_has_text CHECK ((finished_at IS NOT NULL) = (text IS NOT NULL)),
            CONSTRAINT pages_confidence CHECK (confidence BETWEEN 0 AND 100),
            CONSTRAINT pages_document FOREIGN KEY (document_id) REFERENCES documents (id) ON DELETE CASCADE
        );
        COMMENT ON TABLE pages IS 'One row per page from the moment its recognition begins; finished once, for good.';
        COMMENT ON COLUMN pages.number IS 'From 1, as in the document.';
        COMMENT ON COLUMN pages.confidence IS 'Mean word confidence, 0 to 100; null when the page has no words.';
        COMMENT ON COLUMN pages.begun IS 'How many times recognition began; above 1, work was repeated.';
        """;
}

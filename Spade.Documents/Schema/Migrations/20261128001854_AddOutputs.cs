using Microsoft.EntityFrameworkCore.Migrations;

namespace Spade.Documents.Schema.Migrations;

/// <summary>Layouts, errors and previews of pages, events and searchable PDFs. Workers of the version before go on beside it: what they
/// write has no layout and no events.</summary>
internal sealed partial class AddOutputs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Documents);
        migrationBuilder.Sql(Pages);
        migrationBuilder.Sql(Events);
        migrationBuilder.Sql(Pdf);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE pdf_pieces; DROP TABLE document_events; DROP TABLE page_previews;
        DELETE FROM pages WHERE error_type IS NOT NULL;
        ALTER TABLE pages DROP CONSTRAINT pages_finished_has_result, DROP CONSTRAINT pages_error_has_message,
            DROP COLUMN layout, DROP COLUMN error_type, DROP COLUMN error_message,
            ADD CONSTRAINT pages_finished_has_text CHECK ((finished_at IS NOT NULL) = (text IS NOT NULL));
        ALTER TABLE documents DROP COLUMN text_source, DROP COLUMN pages_failed, DROP COLUMN last_event;
        """);

    // Constant defaults: PostgreSQL adds such columns without rewriting the table. NOT VALID: the new checks hold for the rows there are,
    // and reading them all would keep the table locked.
    private const string Documents =
        """
        ALTER TABLE documents
            ADD COLUMN text_source  text    NOT NULL DEFAULT 'ocr',
            ADD COLUMN pages_failed integer NOT NULL DEFAULT 0,
            ADD COLUMN last_event   bigint  NOT NULL DEFAULT 0,
            ADD CONSTRAINT documents_text_source CHECK (text_source IN ('ocr', 'layer', 'auto')) NOT VALID,
            ADD CONSTRAINT documents_pages_failed CHECK (pages_failed BETWEEN 0 AND pages_done) NOT VALID,
            ADD CONSTRAINT documents_completed_has_a_page
                CHECK (status <> 'completed' OR pages_failed < pages_total) NOT VALID;
        COMMENT ON COLUMN documents.text_source IS 'Where the text of PDF pages is taken from.';
        COMMENT ON COLUMN documents.pages_done IS 'Rows of pages that have ended, counted as they are written.';
        COMMENT ON COLUMN documents.pages_failed IS 'Of these, the pages that could not be read.';
        COMMENT ON COLUMN documents.last_event IS 'Id of the latest row in document_events.';
        """;

    private const string Pages =
        """
        ALTER TABLE pages
            ADD COLUMN layout        bytea,
            ADD COLUMN error_type    text,
            ADD COLUMN error_message text,
            DROP CONSTRAINT pages_finished_has_text,
            ADD CONSTRAINT pages_finished_has_result
                CHECK ((finished_at IS NOT NULL) = (text IS NOT NULL OR error_type IS NOT NULL)
                    AND (text IS NULL OR error_type IS NULL)) NOT VALID,
            ADD CONSTRAINT pages_error_has_message CHECK ((error_type IS NULL) = (error_message IS NULL)) NOT VALID;
        ALTER TABLE pages ALTER COLUMN layout SET STORAGE EXTERNAL;
        COMMENT ON COLUMN pages.layout IS 'Words with their places: JSON, compressed with Brotli.';
        COMMENT ON COLUMN pages.error_type IS 'Why the page could not be read; it then has no text.';
        CREATE TABLE page_previews (
            document_id   text    NOT NULL,
            number        integer NOT NULL,
            content_type  text    NOT NULL,
            data          bytea   NOT NULL,
            CONSTRAINT page_previews_pkey PRIMARY KEY (document_id, number),
            CONSTRAINT page_previews_document FOREIGN KEY (document_id) REFERENCES documents (id) ON DELETE CASCADE
        );
        ALTER TABLE page_previews ALTER COLUMN data SET STORAGE EXTERNAL;
        COMMENT ON TABLE page_previews IS 'A small image of each page as it was read.';
        """;

    private const string Events =
        """
        CREATE TABLE document_events (
            document_id  text                     NOT NULL,
            id           bigint                   NOT NULL,
            kind         text                     NOT NULL,
            data         jsonb                    NOT NULL,
            at           timestamp with time zone NOT NULL DEFAULT now(),
            CONSTRAINT document_events_pkey PRIMARY KEY (document_id, id),
            CONSTRAINT document_events_kind CHECK (kind IN ('page', 'status')),
            CONSTRAINT document_events_document FOREIGN KEY (document_id) REFERENCES documents (id) ON DELETE CASCADE
        );
        COMMENT ON TABLE document_events IS 'What happened to a document, in order, for readers that follow it.';
        COMMENT ON COLUMN document_events.id IS 'From 1; counted under the lock of the document''s row, so ids become visible in order.';
        """;

    private const string Pdf =
        """
        CREATE TABLE pdf_pieces (
            document_id    text    NOT NULL,
            number         integer NOT NULL,
            start          bigint  NOT NULL,
            length         bigint  NOT NULL,
            source_offset  bigint,
            data           bytea,
            CONSTRAINT pdf_pieces_pkey PRIMARY KEY (document_id, number),
            CONSTRAINT pdf_pieces_length CHECK (start >= 0 AND length > 0),
            CONSTRAINT pdf_pieces_source CHECK ((source_offset IS NULL) <> (data IS NULL)),
            CONSTRAINT pdf_pieces_document FOREIGN KEY (document_id) REFERENCES documents (id) ON DELETE CASCADE
        );
        ALTER TABLE pdf_pieces ALTER COLUMN data SET STORAGE EXTERNAL;
        COMMENT ON TABLE pdf_pieces IS 'The searchable PDF, piece by piece: ranges of the uploaded bytes, and the bytes between them.';
        """;
}

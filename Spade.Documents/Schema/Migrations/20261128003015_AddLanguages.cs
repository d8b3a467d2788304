using Microsoft.EntityFrameworkCore.Migrations;

namespace Spade.Documents.Schema.Migrations;

/// <summary>The languages that workers have installed.</summary>
internal sealed partial class AddLanguages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE TABLE worker_languages (
            node_id       uuid                     NOT NULL,
            languages     text                     NOT NULL,
            published_at  timestamp with time zone NOT NULL DEFAULT now(),
            CONSTRAINT worker_languages_pkey PRIMARY KEY (node_id)
        );
        COMMENT ON TABLE worker_languages IS 'What each worker has installed; the API runs elsewhere and cannot look.';
        COMMENT ON COLUMN worker_languages.node_id IS 'Its row in nodes says whether it lives; without one it is what was known last.';
        COMMENT ON COLUMN worker_languages.languages IS 'Tesseract''s names, separated by commas.';
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE worker_languages;");
}

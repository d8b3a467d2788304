using Microsoft.EntityFrameworkCore.Migrations;

namespace Spade.Documents.Schema.Migrations;

/// <summary>Keys, tenants, their use, webhooks, and the key ring of cookies. Services of the version before go on beside it: what they store
/// belongs to the tenant <c>default</c>.</summary>
internal sealed partial class AddAccess : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Documents);
        migrationBuilder.Sql(Keys);
        migrationBuilder.Sql(Tenants);
        migrationBuilder.Sql(Webhooks);
        migrationBuilder.Sql(DocumentEnds);
        migrationBuilder.Sql(KeyRing);
        // Without a transaction, because these would keep uploads waiting while they read a large table. An earlier attempt that was cut
        // leaves an invalid index.
        foreach (var (name, columns) in Indexes)
        {
            migrationBuilder.Sql($"DROP INDEX CONCURRENTLY IF EXISTS {name};", suppressTransaction: true);
            migrationBuilder.Sql($"CREATE INDEX CONCURRENTLY {name} ON documents {columns};", suppressTransaction: true);
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TRIGGER documents_ended ON documents; DROP FUNCTION add_webhook_deliveries();
        DROP TABLE webhook_attempts; DROP TABLE webhook_deliveries; DROP TABLE tenant_usage; DROP TABLE tenants; DROP TABLE api_keys;
        DROP TABLE data_protection_keys;
        DROP INDEX documents_tenant_newest; DROP INDEX documents_tenant_status_newest;
        ALTER TABLE documents DROP COLUMN tenant, DROP COLUMN uploaded_by, DROP COLUMN callback;
        """);

    private static readonly (string Name, string Columns)[] Indexes =
    [
        ("documents_tenant_newest", "(tenant, created_at DESC, id DESC)"),
        ("documents_tenant_status_newest", "(tenant, status, created_at DESC, id DESC)"),
    ];

    // A constant default: PostgreSQL adds the column without rewriting the table. IF NOT EXISTS: the statements after this transaction may
    // be cut, and then the migration runs again.
    private const string Documents =
        """
        ALTER TABLE documents
            ADD COLUMN IF NOT EXISTS tenant      text NOT NULL DEFAULT 'default',
            ADD COLUMN IF NOT EXISTS uploaded_by text,
            ADD COLUMN IF NOT EXISTS callback    text;
        COMMENT ON COLUMN documents.tenant IS 'Its owner; part of the content id.';
        COMMENT ON COLUMN documents.uploaded_by IS 'Prefix of the key that uploaded it first.';
        COMMENT ON COLUMN documents.callback IS 'Receiver of the event of its end, beside the tenant''s own.';
        """;

    private const string Keys =
        """
        CREATE TABLE IF NOT EXISTS api_keys (
            prefix        text                     NOT NULL,
            hash          bytea                    NOT NULL,
            name          text                     NOT NULL,
            tenant        text                     NOT NULL,
            scopes        text[]                   NOT NULL,
            created_at    timestamp with time zone NOT NULL DEFAULT now(),
            created_by    text                     NOT NULL,
            expires_at    timestamp with time zone,
            revoked_at    timestamp with time zone,
            last_used_at  timestamp with time zone,
            CONSTRAINT api_keys_pkey PRIMARY KEY (prefix),
            CONSTRAINT api_keys_hash CHECK (octet_length(hash) = 32),
            CONSTRAINT api_keys_scopes CHECK (cardinality(scopes) > 0
                AND scopes <@ ARRAY ['documents:write', 'documents:read', 'operate'])
        );
        COMMENT ON COLUMN api_keys.hash IS 'SHA-256 of the whole key, which is stored nowhere.';
        """;

    private const string Tenants =
        """
        CREATE TABLE IF NOT EXISTS tenants (
            name                 text                     NOT NULL,
            requests_per_second  integer,
            bytes_per_day        bigint,
            pages_per_day        bigint,
            max_queued           integer,
            webhook_url          text,
            webhook_secret       bytea,
            created_at           timestamp with time zone NOT NULL DEFAULT now(),
            CONSTRAINT tenants_pkey PRIMARY KEY (name),
            CONSTRAINT tenants_quotas
                CHECK (requests_per_second >= 0 AND bytes_per_day >= 0 AND pages_per_day >= 0 AND max_queued >= 0),
            CONSTRAINT tenants_webhook CHECK (webhook_url IS NULL OR webhook_secret IS NOT NULL)
        );
        COMMENT ON TABLE tenants IS 'What was set for a tenant; without a row, or with nulls, the configuration''s defaults apply.';
        CREATE TABLE IF NOT EXISTS tenant_usage (
            tenant  text    NOT NULL,
            day     date    NOT NULL,
            bytes   bigint  NOT NULL DEFAULT 0,
            pages   bigint  NOT NULL DEFAULT 0,
            CONSTRAINT tenant_usage_pkey PRIMARY KEY (tenant, day)
        );
        COMMENT ON COLUMN tenant_usage.day IS 'In UTC, by the database''s clock.';
        """;

    private const string Webhooks =
        """
        CREATE TABLE IF NOT EXISTS webhook_deliveries (
            id           uuid                     NOT NULL,
            tenant       text                     NOT NULL,
            document_id  text                     NOT NULL,
            type         text                     NOT NULL,
            url          text                     NOT NULL,
            is_callback  boolean                  NOT NULL,
            payload      text                     NOT NULL,
            state        text                     NOT NULL DEFAULT 'pending',
            job_id       uuid,
            created_at   timestamp with time zone NOT NULL DEFAULT now(),
            ended_at     timestamp with time zone,
            CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id),
            CONSTRAINT webhook_deliveries_state CHECK (state IN ('pending', 'delivered', 'failed')),
            CONSTRAINT webhook_deliveries_ended CHECK ((state = 'pending') = (ended_at IS NULL))
        );
        COMMENT ON TABLE webhook_deliveries IS
            'Written with the end of a document. It outlives the document, so it refers to it by id only.';
        COMMENT ON COLUMN webhook_deliveries.is_callback IS 'The receiver was named by the upload, not by an operator.';
        COMMENT ON COLUMN webhook_deliveries.payload IS 'Text, not jsonb: every attempt sends and signs the same bytes.';
        -- DeliverySql.List.
        CREATE INDEX IF NOT EXISTS webhook_deliveries_newest ON webhook_deliveries (tenant, created_at DESC, id DESC);
        CREATE INDEX IF NOT EXISTS webhook_deliveries_tenant_state ON webhook_deliveries (tenant, state, created_at DESC, id DESC);
        CREATE INDEX IF NOT EXISTS webhook_deliveries_state ON webhook_deliveries (state, id DESC);
        CREATE INDEX IF NOT EXISTS webhook_deliveries_document ON webhook_deliveries (document_id);
        -- DeliverySql.EndByJob, OfJob, WithoutJob, WithEndedJob.
        CREATE INDEX IF NOT EXISTS webhook_deliveries_job ON webhook_deliveries (job_id) WHERE state = 'pending';
        CREATE TABLE IF NOT EXISTS webhook_attempts (
            delivery_id  uuid                     NOT NULL,
            number       integer                  NOT NULL,
            started_at   timestamp with time zone NOT NULL DEFAULT now(),
            duration_ms  integer                  NOT NULL,
            status       integer,
            error        text,
            CONSTRAINT webhook_attempts_pkey PRIMARY KEY (delivery_id, number),
            CONSTRAINT webhook_attempts_delivery FOREIGN KEY (delivery_id) REFERENCES webhook_deliveries ON DELETE CASCADE
        );
        """;

    // A trigger, because services of the version before also end documents during a rollout, and know nothing of events. Its ids are of
    // version 7: they begin with the time, and version 4 becomes 7 when the bits 52 and 53 are set. row_to_json writes no spaces.
    private const string DocumentEnds =
        """
        CREATE OR REPLACE FUNCTION add_webhook_deliveries() RETURNS trigger LANGUAGE plpgsql AS $function$
        DECLARE
            iso      CONSTANT text := 'YYYY-MM-DD"T"HH24:MI:SS.US';
            created  CONSTANT text := rtrim(rtrim(to_char(NEW.created_at AT TIME ZONE 'UTC', iso), '0'), '.') || 'Z';
            ended    CONSTANT text := rtrim(rtrim(to_char(NEW.completed_at AT TIME ZONE 'UTC', iso), '0'), '.') || 'Z';
        BEGIN
            INSERT INTO webhook_deliveries (id, tenant, document_id, type, url, is_callback, payload)
            SELECT encode(
                       set_bit(set_bit(
                           overlay(uuid_send(gen_random_uuid())
                               PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                               FROM 1 FOR 6),
                           52, 1), 53, 1),
                       'hex')::uuid,
                   NEW.tenant, NEW.id, 'document.' || NEW.status, receiver.url, receiver.is_callback, row_to_json(event)::text
            FROM (
                SELECT webhook_url AS url, false AS is_callback
                FROM tenants WHERE name = NEW.tenant AND webhook_url IS NOT NULL
                UNION ALL
                SELECT NEW.callback, true
                WHERE NEW.callback IS NOT NULL
                  AND NOT EXISTS (SELECT FROM tenants WHERE name = NEW.tenant AND webhook_url = NEW.callback)
            ) AS receiver,
            LATERAL (SELECT 'document.' || NEW.status AS type, ended AS timestamp, (
                SELECT row_to_json(document) FROM (
                    SELECT NEW.id AS id, NEW.status AS status, NEW.file_name AS "fileName", NEW.pages_done AS "pagesDone",
                           NEW.pages_failed AS "pagesFailed", NEW.pages_total AS "pagesTotal", (
                               SELECT row_to_json(error) FROM (SELECT NEW.error_type AS type, NEW.error_message AS message) AS error
                               WHERE error.type IS NOT NULL) AS error,
                           created AS "createdAt", ended AS "completedAt") AS document) AS data) AS event;
            RETURN NULL;
        END $function$;
        COMMENT ON FUNCTION add_webhook_deliveries() IS
            'Writes the event of a document''s end for each receiver, whichever version ends it. OutboxSweep adds missing jobs.';
        CREATE OR REPLACE TRIGGER documents_ended AFTER UPDATE OF status ON documents FOR EACH ROW
            WHEN (NEW.status IN ('completed', 'failed', 'cancelled') AND OLD.status IS DISTINCT FROM NEW.status)
            EXECUTE FUNCTION add_webhook_deliveries();
        """;

    private const string KeyRing =
        """
        CREATE TABLE IF NOT EXISTS data_protection_keys (
            id             integer  GENERATED BY DEFAULT AS IDENTITY,
            friendly_name  text,
            xml            text,
            CONSTRAINT data_protection_keys_pkey PRIMARY KEY (id)
        );
        COMMENT ON TABLE data_protection_keys IS 'ASP.NET Core''s key ring: protects cookies and anti-forgery tokens, on every replica.';
        """;
}

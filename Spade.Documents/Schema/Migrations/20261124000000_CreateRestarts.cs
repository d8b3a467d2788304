using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Spade.Documents.Schema.Migrations;

/// <summary>The restart ledger.</summary>
[DbContext(typeof(SpadeDbContext))]
[Migration("20261124000000_CreateRestarts")]
internal sealed class CreateRestarts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE TABLE restarts (
            node_id             uuid                     NOT NULL,
            service             text                     NOT NULL,
            version             text                     NOT NULL,
            host                text                     NOT NULL,
            process_id          integer                  NOT NULL,
            state               text                     NOT NULL DEFAULT 'running',
            started_at          timestamp with time zone NOT NULL,
            reason              text,
            signalled_at        timestamp with time zone,
            ready_flipped_at    timestamp with time zone,
            listener_closed_at  timestamp with time zone,
            in_flight           integer,
            begun               integer,
            finished            integer,
            handed_over         integer,
            aborted             integer,
            exit_code_intended  integer,
            budget_used         double precision,
            ended_at            timestamp with time zone,
            CONSTRAINT restarts_pkey PRIMARY KEY (node_id),
            CONSTRAINT restarts_state CHECK (state IN ('running', 'draining', 'stopped', 'cut', 'failed', 'crashed', 'unknown')),
            CONSTRAINT restarts_reason CHECK (reason IN ('sigterm', 'sigint', 'requested')),
            CONSTRAINT restarts_ended_has_time CHECK ((state IN ('running', 'draining')) = (ended_at IS NULL)),
            CONSTRAINT restarts_goodbye_has_code
                CHECK (state NOT IN ('stopped', 'cut', 'failed') OR (exit_code_intended IS NOT NULL AND signalled_at IS NOT NULL))
        );
        COMMENT ON TABLE restarts IS 'The restart ledger: one row per process life.';
        COMMENT ON COLUMN restarts.in_flight IS 'Requests and jobs in flight at the signal; with begun, the sum of finished, handed_over and aborted.';
        COMMENT ON COLUMN restarts.exit_code_intended IS 'What the process meant to end with; only whoever waits for it knows the real one.';
        COMMENT ON COLUMN restarts.budget_used IS 'Part of the drain that the stop took, 1 being all of it.';

        -- RestartQueries: newest first.
        CREATE INDEX restarts_newest ON restarts (started_at DESC, node_id DESC);
        -- RestartSql.Settle: the living, and those that nobody has ended yet.
        CREATE INDEX restarts_open ON restarts (node_id) WHERE ended_at IS NULL;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE restarts;");
}

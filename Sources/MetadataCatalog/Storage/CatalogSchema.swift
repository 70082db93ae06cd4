package import SQLDatabase

/// The tables of the catalog, in the SQL that SQLite and PostgreSQL share.
///
/// Three layers, each computed from the one above it:
/// 1. `log`, `payload_dictionary`: what was received, append-only and chained.
/// 2. Observations: `run`, `unit_event`, `mention`, `structure`, `register`: what each event said about whom.
/// 3. Derived: `entity` counters, `job_state`, `edge`, `dataset_version`, search postings: caches of functions of 2,
///    rewritten whenever 2 changes and made anew by `wherefrom rebuild`.
///
/// Names are bytes. Times are nanoseconds since 1970-01-01T00:00:00Z. `rank` is the rank of the event type (design: the
/// one order for everything), `digest` the first 16 bytes of the SHA-256 of an event's canonical form.
///
/// What people decide (`hiding`, `entity_tag`, `alias_rule`) is kept with every change and its time: as of an instant the
/// last record of the log counts that was received by then.
package enum CatalogSchema {
    /// Raised when the meaning of folded state changes: the catalog is then rebuilt from the log.
    package static let foldVersion = 2

    /// The tables, spelled for a database.
    package static func tables(for dialect: SQLDialect) -> String { spelled(tables, for: dialect) }

    /// Where reading a long run may begin.
    static func checkpoints(for dialect: SQLDialect) -> String { spelled(checkpoints, for: dialect) }

    private static func spelled(_ tables: String, for dialect: SQLDialect) -> String {
        // A key spelled exactly this way is the row number in SQLite; another spelling costs a second tree.
        tables.replacingWord("BIGINT PRIMARY KEY", by: dialect.integerPrimaryKey)
            .replacingWord("INTEGER PRIMARY KEY", by: dialect.integerPrimaryKey)
            .replacingWord("BYTEA", by: dialect.bytesType)
            .replacingWord("WITHOUT ROWID", by: dialect.clusteredTable)
    }

    private static let tables = """
        CREATE TABLE log (
            seq BIGINT PRIMARY KEY,
            kind INTEGER NOT NULL,
            received BIGINT NOT NULL,
            event_time BIGINT,
            rank INTEGER NOT NULL,
            unit BIGINT NOT NULL,
            key_name BYTEA,
            scope BYTEA,
            raw_sha BYTEA NOT NULL,
            chain BYTEA NOT NULL,
            dictionary INTEGER NOT NULL,
            payload BYTEA,
            payload_size INTEGER NOT NULL,
            diagnostics INTEGER NOT NULL
        );
        CREATE INDEX log_event_time ON log (event_time, seq);
        CREATE TABLE payload_dictionary (id INTEGER PRIMARY KEY, bytes BYTEA NOT NULL);
        CREATE TABLE setting (name TEXT PRIMARY KEY, value BYTEA NOT NULL);
        CREATE TABLE commit_position (id INTEGER PRIMARY KEY, revision BIGINT NOT NULL);

        CREATE TABLE namespace (
            id BIGINT PRIMARY KEY,
            name BYTEA NOT NULL UNIQUE,
            first_seen BIGINT NOT NULL,
            last_seen BIGINT NOT NULL,
            owner BYTEA,
            description BYTEA,
            hidden_at BIGINT
        );
        CREATE TABLE entity (
            id BIGINT PRIMARY KEY,
            kind INTEGER NOT NULL,
            namespace BIGINT NOT NULL,
            name BYTEA NOT NULL,
            first_seen BIGINT NOT NULL,
            last_seen BIGINT NOT NULL,
            reported INTEGER NOT NULL,
            members BIGINT NOT NULL,
            hidden_at BIGINT,
            UNIQUE (kind, namespace, name)
        );
        CREATE INDEX entity_hidden ON entity (id) WHERE hidden_at IS NOT NULL;
        CREATE TABLE job_reference (job BIGINT PRIMARY KEY, first BIGINT NOT NULL);
        CREATE TABLE sent_job (
            id BIGINT PRIMARY KEY,
            namespace BIGINT NOT NULL,
            name BYTEA NOT NULL,
            UNIQUE (namespace, name)
        );

        CREATE TABLE run (
            id BIGINT PRIMARY KEY,
            sent_job BIGINT NOT NULL,
            run_id BYTEA NOT NULL,
            uuid BYTEA NOT NULL,
            job BIGINT NOT NULL,
            events INTEGER NOT NULL,
            first BIGINT NOT NULL,
            started BIGINT,
            last BIGINT NOT NULL,
            last_rank INTEGER NOT NULL,
            last_digest BYTEA NOT NULL,
            terminal BIGINT,
            terminal_rank INTEGER,
            terminal_digest BYTEA,
            parent BIGINT,
            parent_time BIGINT,
            parent_rank INTEGER,
            parent_digest BYTEA,
            structure BIGINT NOT NULL,
            flags INTEGER NOT NULL,
            named_at BIGINT,
            UNIQUE (sent_job, run_id)
        );
        CREATE INDEX run_uuid ON run (uuid);
        CREATE INDEX run_job ON run (job, first);
        CREATE INDEX run_parent ON run (parent, job) WHERE parent IS NOT NULL;
        CREATE INDEX run_open ON run (job, first) WHERE terminal IS NULL;
        CREATE INDEX run_live ON run (job, structure, last)
            WHERE terminal IS NULL AND structure <> 0 AND (flags & 18) = 0;
        CREATE INDEX run_structure ON run (job, structure, terminal) WHERE terminal IS NOT NULL AND structure <> 0;
        CREATE INDEX run_late_start ON run (job, started) WHERE started > first;
        CREATE INDEX run_stream ON run (job) WHERE (flags & 2) <> 0;
        CREATE INDEX run_future ON run (job) WHERE (flags & 32) <> 0;
        CREATE INDEX run_placeholder ON run (job, first) WHERE (flags & 64) <> 0;
        CREATE INDEX run_long ON run (job, first) WHERE (flags & 128) <> 0;
        CREATE TABLE run_uuid_alias (uuid BYTEA NOT NULL, run BIGINT NOT NULL, PRIMARY KEY (uuid, run));
        CREATE TABLE run_other_job (
            job BIGINT NOT NULL,
            run BIGINT NOT NULL,
            until BIGINT NOT NULL,
            PRIMARY KEY (job, run)
        ) WITHOUT ROWID;
        CREATE INDEX run_other_job_until ON run_other_job (job, until);
        CREATE INDEX run_other_job_due ON run_other_job (until, job);
        CREATE INDEX run_other_job_run ON run_other_job (run, until);

        CREATE TABLE unit_event (
            unit BIGINT NOT NULL,
            time BIGINT NOT NULL,
            rank INTEGER NOT NULL,
            digest BYTEA NOT NULL,
            seq BIGINT NOT NULL,
            PRIMARY KEY (unit, time, rank, digest)
        ) WITHOUT ROWID;
        CREATE TABLE mention (
            entity BIGINT NOT NULL,
            time BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            role INTEGER NOT NULL,
            sent_job BIGINT NOT NULL,
            PRIMARY KEY (entity, time, seq, role)
        ) WITHOUT ROWID;
        CREATE TABLE structure (id BIGINT PRIMARY KEY, hash BYTEA NOT NULL UNIQUE, bytes BYTEA NOT NULL);
        CREATE TABLE register (
            entity BIGINT NOT NULL,
            key BYTEA NOT NULL,
            time BIGINT NOT NULL,
            rank INTEGER NOT NULL,
            digest BYTEA NOT NULL,
            seq BIGINT NOT NULL,
            value_hash BYTEA NOT NULL,
            PRIMARY KEY (entity, key, time, rank, digest)
        ) WITHOUT ROWID;
        CREATE TABLE future_event (time BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (time, seq));

        CREATE TABLE job_state (job BIGINT PRIMARY KEY, bytes BYTEA NOT NULL);
        CREATE TABLE job_span (job BIGINT PRIMARY KEY, span_max BIGINT NOT NULL);
        CREATE TABLE edge (
            owner BIGINT NOT NULL,
            source BIGINT NOT NULL,
            target BIGINT NOT NULL,
            kind INTEGER NOT NULL,
            flags INTEGER NOT NULL,
            since BIGINT NOT NULL,
            until BIGINT NOT NULL,
            first_seen BIGINT NOT NULL,
            has_history INTEGER NOT NULL,
            PRIMARY KEY (owner, source, target, kind)
        ) WITHOUT ROWID;
        CREATE INDEX edge_until ON edge (owner, until);
        CREATE INDEX edge_target ON edge (target, owner);
        CREATE INDEX edge_source ON edge (source, owner);
        CREATE TABLE dataset_version (
            dataset BIGINT NOT NULL,
            time BIGINT NOT NULL,
            unit BIGINT NOT NULL,
            PRIMARY KEY (dataset, time, unit)
        ) WITHOUT ROWID;
        CREATE TABLE job_version (
            job BIGINT NOT NULL,
            structure BIGINT NOT NULL,
            first BIGINT NOT NULL,
            PRIMARY KEY (job, structure)
        ) WITHOUT ROWID;

        CREATE TABLE tag (name BYTEA PRIMARY KEY, description BYTEA, created BIGINT NOT NULL);
        CREATE TABLE entity_tag (
            entity BIGINT NOT NULL,
            field BYTEA NOT NULL,
            tag BYTEA NOT NULL,
            seq BIGINT NOT NULL,
            time BIGINT NOT NULL,
            is_set INTEGER NOT NULL,
            PRIMARY KEY (entity, field, tag, seq)
        ) WITHOUT ROWID;
        CREATE TABLE hiding (entity BIGINT NOT NULL, time BIGINT NOT NULL, PRIMARY KEY (entity, time)) WITHOUT ROWID;
        CREATE TABLE source (
            name BYTEA PRIMARY KEY,
            type BYTEA NOT NULL,
            url BYTEA NOT NULL,
            description BYTEA,
            created BIGINT NOT NULL,
            updated BIGINT NOT NULL
        );
        CREATE TABLE source_dataset (source BYTEA NOT NULL, dataset BIGINT NOT NULL, PRIMARY KEY (source, dataset));
        CREATE TABLE alias_rule (
            first BIGINT NOT NULL,
            second BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            time BIGINT NOT NULL,
            is_accepted INTEGER NOT NULL,
            reason BYTEA NOT NULL,
            PRIMARY KEY (first, second, seq)
        ) WITHOUT ROWID;
        CREATE TABLE event_count (hour BIGINT NOT NULL, rank INTEGER NOT NULL, count BIGINT NOT NULL, PRIMARY KEY (hour, rank));
        CREATE TABLE producer (name BYTEA PRIMARY KEY, events BIGINT NOT NULL, last_time BIGINT NOT NULL, last_received BIGINT NOT NULL);
        CREATE TABLE api_key (
            name TEXT PRIMARY KEY,
            hash BYTEA NOT NULL UNIQUE,
            scopes TEXT NOT NULL,
            namespaces TEXT NOT NULL,
            created BIGINT NOT NULL,
            revoked BIGINT,
            last_used BIGINT
        );
        CREATE TABLE token (id BIGINT PRIMARY KEY, text BYTEA NOT NULL UNIQUE);
        CREATE TABLE posting (
            token BIGINT NOT NULL,
            entity BIGINT NOT NULL,
            field INTEGER NOT NULL,
            PRIMARY KEY (token, entity, field)
        ) WITHOUT ROWID;
        """

    private static let checkpoints = """
        CREATE TABLE run_checkpoint (
            run BIGINT NOT NULL,
            time BIGINT NOT NULL,
            rank INTEGER NOT NULL,
            digest BYTEA NOT NULL,
            events BIGINT NOT NULL,
            head BIGINT NOT NULL,
            kept BYTEA NOT NULL,
            PRIMARY KEY (run, time, rank, digest)
        ) WITHOUT ROWID;
        CREATE TABLE run_late (
            run BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            time BIGINT NOT NULL,
            rank INTEGER NOT NULL,
            digest BYTEA NOT NULL,
            PRIMARY KEY (run, seq)
        ) WITHOUT ROWID;
        """
}

extension String {
    fileprivate func replacingWord(_ word: String, by replacement: String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstRange(of: word) {
            result += rest[..<range.lowerBound]
            result += replacement
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}

package import JSONBytes
import SQLDatabase

/// How much the catalog holds.
package struct CatalogCounts: Sendable {
    package var events: Int64
    package var runs: Int64
    package var jobs: Int64
    package var datasets: Int64
    /// Event time of the newest event that is not in the future, ns.
    package var lastEvent: Int64?
    /// Events whose time has not come.
    package var future: Int64
}

/// A producer and what it has sent.
package struct ProducerRecord: Sendable {
    package var name: ByteString
    package var events: Int64
    /// Event time of its newest event, ns.
    package var lastTime: Int64
    /// Receipt time of its newest event, ns.
    package var lastReceived: Int64
}

extension CatalogReader {
    package func counts() throws -> CatalogCounts {
        func number(_ sql: StaticSQL) throws -> Int64 { try connection.first(sql) { $0.int(0) } ?? 0 }
        return CatalogCounts(
            events: try number("SELECT COALESCE(SUM(count), 0) FROM event_count"),
            runs: try number("SELECT COALESCE(MAX(id), 0) FROM run"),
            jobs: try number("SELECT COUNT(*) FROM entity WHERE kind > 1")
                - number(
                    """
                    SELECT COUNT(*) FROM entity WHERE (hidden_at IS NOT NULL OR (kind = 1 AND reported = 0)
                        OR (kind = 2 AND members <= 0) OR last_seen = -9223372036854775808) AND kind = 2 AND members <= 0
                    """),
            datasets: try number("SELECT COUNT(*) FROM entity WHERE kind = 1"),
            lastEvent: try connection.first(
                "SELECT event_time FROM log WHERE event_time <= ?1 AND kind < 16 ORDER BY event_time DESC LIMIT 1",
                [.integer(time)]
            ) { $0.int(0) }, future: try number("SELECT COUNT(*) FROM future_event"))
    }

    /// All producers, the one that sent last first.
    package func producers() throws -> [ProducerRecord] {
        try connection.rows(
            "SELECT name, events, last_time, last_received FROM producer ORDER BY last_received DESC, name LIMIT 1000"
        ) {
            ProducerRecord(
                name: ByteString(bytes: $0.blob(0)), events: $0.int(1), lastTime: $0.int(2), lastReceived: $0.int(3))
        }
    }

    /// Runs that have not ended and of which nothing was heard since `time`, the oldest first, at most `countMax`.
    package func silentRuns(since time: Int64, countMax: Int) throws -> [(job: Int64, runID: ByteString, last: Int64)] {
        try connection.rows(
            """
            SELECT job, run_id, last FROM run WHERE terminal IS NULL AND events > 0 AND last < ?1
            ORDER BY job, first LIMIT ?2
            """, [.integer(time), SQLValue(countMax)]
        ) { (job: $0.int(0), runID: ByteString(bytes: $0.blob(1)), last: $0.int(2)) }
    }

    /// Jobs that own no edge and start no other runs, at most `countMax`.
    package func jobsWithoutLineage(countMax: Int) throws -> [Int64] {
        try connection.rows(
            """
            SELECT entity.id FROM entity WHERE kind = 2 AND members > 0 AND hidden_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM edge WHERE edge.owner = entity.id)
                AND NOT EXISTS (SELECT 1 FROM run JOIN run AS child ON child.parent = run.id WHERE run.job = entity.id)
            ORDER BY entity.id LIMIT ?1
            """, [SQLValue(countMax)]
        ) { $0.int(0) }
    }

    /// The version of the rules by which the catalog was folded.
    package func foldVersion() throws -> Int {
        let stored = try connection.first("SELECT value FROM setting WHERE name = 'fold-version'") { $0.blob(0) }
        return stored.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    }

    /// How long ago the oldest commit behind `position` was made, by the clocks of the servers; 0 if there is none.
    package func lagMilliseconds(since position: UInt64) throws -> Int64 {
        let oldest =
            try connection.first(
                "SELECT MIN(committed) FROM commit_delta WHERE revision > ?1", [.integer(Int64(clamping: position))]
            ) { $0.intOrNil(0) } ?? nil
        return oldest.map { max(0, SystemTime.now() - $0) / 1_000_000 } ?? 0
    }
}

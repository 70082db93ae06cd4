package import JSONBytes
package import OpenLineage
import SQLDatabase

/// A record of the log with what it is about, without its payload.
package struct LogRecord: Sendable {
    package var seq: Int64
    package var kind: RecordKind
    /// Receipt time, ns.
    package var received: Int64
    /// Event time, ns; nil for commands that are no events.
    package var time: Int64?
    package var type: EventType
    package var keyName: ByteString?
    package var rawDigest: Digest256
    package var chain: Digest256
    package var diagnostics: Int
    /// Run and job events: the job as sent.
    package var job: JobID?
    /// Run events: the id as sent.
    package var runID: ByteString?
    /// Dataset events.
    package var dataset: DatasetID?
}

/// Which records are listed; nil: any.
package struct LogFilter: Sendable {
    package enum Kind: String, Sendable, CaseIterable { case run, job, dataset, command }

    package var kind: Kind?
    package var namespace: ByteString?
    /// The job's name as sent.
    package var job: ByteString?
    /// The run's id, normalised.
    package var run: RunID?
    package var type: EventType?

    package init() {}

    /// Whether commands are left out: the default.
    private func admits(_ kind: RecordKind) -> Bool {
        switch self.kind {
        case .run: kind == .runEvent
        case .job: kind == .jobEvent
        case .dataset: kind == .datasetEvent
        case .command: !kind.isEvent
        case nil: kind.isEvent
        }
    }

    func admits(_ record: LogRecord) -> Bool {
        guard admits(record.kind) else { return false }
        if let type, record.kind != .runEvent || record.type != type { return false }
        if let namespace, (record.job?.namespace ?? record.dataset?.namespace) != namespace { return false }
        if let job, record.job?.name != job { return false }
        if let run, record.runID.map({ RunID($0) }) != run { return false }
        return true
    }
}

/// Records in the order of the log.
package struct LogPage: Sendable {
    package var records: [LogRecord]
    /// Where the next page goes on; nil: this was the last.
    package var next: Int64?
}

extension CatalogReader {
    /// Records that one page looks at; a filter that fits few gives short pages, with a position to go on from.
    package static let recordsScannedMax = 20_000

    /// Records behind `after`, in their order.
    package func logPage(after: Int64, limit: Int, _ filter: LogFilter) throws -> LogPage {
        var page = LogPage(records: [], next: nil)
        if let run = filter.run { return try logPage(ofRun: run, after: after, limit: limit, filter) }
        var scanned = 0
        let statement = try connection.statement(Self.recordColumns.after)
        statement.bind(1, after)
        defer { statement.reset() }
        while try statement.step() {
            if page.records.count == limit || scanned == Self.recordsScannedMax {
                page.next = statement.int(0) - 1
                return page
            }
            scanned += 1
            let record = try record(statement)
            if filter.admits(record) { page.records.append(record) }
        }
        return page
    }

    private func logPage(ofRun run: RunID, after: Int64, limit: Int, _ filter: LogFilter) throws -> LogPage {
        var page = LogPage(records: [], next: nil)
        let rows = try connection.rows("SELECT id FROM run WHERE uuid = ?1", [.blob(run.uuid.bytes)]) { $0.int(0) }
        var sequence: [Int64] = []
        for row in rows {
            sequence += try connection.rows(
                "SELECT seq FROM unit_event WHERE unit = ?1 AND seq > ?2",
                [.integer(UnitID(.run, row).stored), .integer(after)]
            ) { $0.int(0) }
        }
        for seq in sequence.sorted() {
            guard let record = try logRecord(seq), filter.admits(record) else { continue }
            if page.records.count == limit {
                page.next = seq - 1
                return page
            }
            page.records.append(record)
        }
        return page
    }

    /// One record; nil if there is none of that number.
    package func logRecord(_ seq: Int64) throws -> LogRecord? {
        let statement = try connection.statement(Self.recordColumns.one)
        statement.bind(1, seq)
        defer { statement.reset() }
        return try statement.step() ? record(statement) : nil
    }

    private static let recordColumns: (after: StaticSQL, one: StaticSQL) = (
        """
        SELECT seq, kind, received, event_time, rank, unit, key_name, raw_sha, chain, diagnostics FROM log
        WHERE seq > ?1 ORDER BY seq
        """,
        """
        SELECT seq, kind, received, event_time, rank, unit, key_name, raw_sha, chain, diagnostics FROM log
        WHERE seq = ?1
        """
    )

    private func record(_ row: any SQLRow) throws -> LogRecord {
        let kind = RecordKind(rawValue: row.int(1))
        var record = LogRecord(
            seq: row.int(0), kind: kind, received: row.int(2), time: kind.holdsEvent ? row.intOrNil(3) : nil,
            type: EventType(rawValue: UInt8(clamping: row.int(4))) ?? .absent,
            keyName: row.blobOrNil(6).map { ByteString(bytes: $0) },
            rawDigest: Digest256(bytes: row.blob(7)) ?? EventLog.genesis,
            chain: Digest256(bytes: row.blob(8)) ?? EventLog.genesis, diagnostics: Int(row.int(9)))
        guard let unit = UnitID(stored: row.int(5)) else { return record }
        switch unit.kind {
        case .command: break
        case .run:
            guard let run = try observations.row(ofRun: unit.row) else { break }
            record.runID = ByteString(bytes: run.runID)
            record.job = try sentJob(run.sentJob)
        case .job: record.job = try sentJob(unit.row)
        case .dataset: record.dataset = try entityName(unit.row)
        }
        return record
    }

    /// A dataset's name whatever the time of the reader.
    private func entityName(_ id: Int64) throws -> DatasetID? {
        try connection.first(
            """
            SELECT namespace.name, entity.name FROM entity JOIN namespace ON namespace.id = entity.namespace
            WHERE entity.id = ?1
            """, [.integer(id)]
        ) { DatasetID(namespace: ByteString(bytes: $0.blob(0)), name: ByteString(bytes: $0.blob(1))) }
    }

    // MARK: - Verification

    /// What a look at the whole chain found.
    package struct Verification: Sendable {
        package var records: Int64 = 0
        package var firstBroken: (seq: Int64, reason: String)?
        package var head: Digest256 = EventLog.genesis
    }

    /// Recomputes the chain, and the digest of every payload that is still there.
    ///
    /// - Complexity: reads the whole log.
    package func verifyLog() throws -> Verification {
        var result = Verification()
        try connection.query(
            "SELECT seq, kind, received, key_name, raw_sha, chain, payload IS NULL, scope FROM log ORDER BY seq"
        ) { row in
            let seq = row.int(0)
            guard seq == result.records + 1 else {
                result.firstBroken = (result.records + 1, "The record is missing.")
                return false
            }
            guard let digest = Digest256(bytes: row.blob(4)), let chain = Digest256(bytes: row.blob(5)) else {
                result.firstBroken = (seq, "A hash of the record is not a hash.")
                return false
            }
            let link = EventLog.link(
                result.head, seq: seq, kind: RecordKind(rawValue: row.int(1)), received: row.int(2),
                rawDigest: digest, keyName: row.blobOrNil(3), scope: row.blobOrNil(7))
            guard link == chain else {
                result.firstBroken = (seq, "The record does not follow from the one before it: it was changed.")
                return false
            }
            if row.int(6) == 0 {
                let payload = try? payloads.payload(seq)
                guard let payload, Digest256(hashing: payload) == digest else {
                    result.firstBroken = (seq, "The payload is not the one that was received.")
                    return false
                }
            }
            result.records = seq
            result.head = chain
            return true
        }
        return result
    }
}

import JSONBytes
package import OpenLineage
package import SQLDatabase

/// Reads runs and what counts for a job as of any instant, exactly, from the stored observations.
///
/// It is the meaning of design §4; the writer's ``JobState`` and the edges in the graph are caches of it. The same code
/// serves the writer and readers.
package struct ObservationReader {
    package let connection: any SQLConnection
    package let payloads: PayloadReader
    /// Folds that the writer keeps; readers have none.
    let presentFolds: PresentFolds?

    package init(_ connection: any SQLConnection, codec: PayloadCodec) {
        self.init(connection, payloads: PayloadReader(connection, codec: codec), presentFolds: nil)
    }

    init(_ connection: any SQLConnection, payloads: PayloadReader, presentFolds: PresentFolds?) {
        self.connection = connection
        self.payloads = payloads
        self.presentFolds = presentFolds
    }

    /// One run's row, as far as the evaluation of jobs needs it.
    package struct RunRow {
        package var id: Int64
        package var sentJob: Int64
        package var runID: [UInt8]
        package var job: Int64
        package var events: Int64
        package var first: Int64
        package var started: Int64?
        package var last: Int64
        package var terminal: OrderPoint?
        package var parent: Int64?
        package var structure: Int64
        package var flags: Int64

        var isStreaming: Bool { flags & RunFlags.isStreaming.rawValue != 0 }
        var isNamedLater: Bool { flags & RunFlags.namedLater.rawValue != 0 }
    }

    /// The events of a unit up to `time` in their order: record numbers and points.
    package func events(of unit: UnitID, through time: Int64) throws -> [(point: OrderPoint, seq: Int64)] {
        try connection.rows(
            "SELECT time, rank, digest, seq FROM unit_event WHERE unit = ?1 AND time <= ?2 ORDER BY time, rank, digest",
            [.integer(unit.stored), .integer(time)]
        ) {
            (
                OrderPoint(time: $0.int(0), rank: UInt8(clamping: $0.int(1)), digest: Digest128(bytes: $0.blob(2))),
                $0.int(3)
            )
        }
    }

    /// The events of a unit behind `point` in their order: points and record numbers.
    package func events(of unit: UnitID, after point: OrderPoint) throws -> [(point: OrderPoint, seq: Int64)] {
        try connection.rows(
            """
            SELECT time, rank, digest, seq FROM unit_event WHERE unit = ?1 AND (time, rank, digest) > (?2, ?3, ?4)
            ORDER BY time, rank, digest
            """,
            [.integer(unit.stored), .integer(point.time), SQLValue(Int(point.rank)), .blob(point.digest.bytes)]
        ) {
            (
                OrderPoint(time: $0.int(0), rank: UInt8(clamping: $0.int(1)), digest: Digest128(bytes: $0.blob(2))),
                $0.int(3)
            )
        }
    }

    /// The fold of a run's events up to `time`.
    package func fold(run: Int64, through time: Int64) throws -> RunFold {
        if let presentFolds, presentFolds.present == time {
            return try presentFolds.fold(ofRun: run) { try readFold(run: run, through: time) }
        }
        return try readFold(run: run, through: time)
    }

    private func readFold(run: Int64, through time: Int64) throws -> RunFold {
        var fold = RunFold()
        let telling = try tellingEvents(ofRun: run, through: time)
        for (point, seq) in telling.events {
            guard let record = try payloads.record(seq) else { continue }
            fold.add(EventFragment(record.event, point: point, scope: record.scope))
        }
        fold.count(others: telling.others)
        return fold
    }

    package func row(ofRun id: Int64) throws -> RunRow? {
        let statement = try connection.statement(
            """
            SELECT id, sent_job, run_id, job, events, first, started, last, terminal, terminal_rank, terminal_digest,
                parent, structure, flags
            FROM run WHERE id = ?1
            """)
        statement.bind(1, id)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return RunRow(
            id: statement.int(0), sentJob: statement.int(1), runID: statement.blob(2), job: statement.int(3),
            events: statement.int(4), first: statement.int(5), started: statement.intOrNil(6), last: statement.int(7),
            terminal: statement.intOrNil(8).map {
                OrderPoint(
                    time: $0, rank: UInt8(clamping: statement.int(9)), digest: Digest128(bytes: statement.blob(10)))
            }, parent: statement.intOrNil(11), structure: statement.int(12), flags: statement.int(13))
    }

    /// Event time at which a run ended, as of `time`; nil: it has not.
    package func end(ofRun id: Int64, through time: Int64) throws -> Int64? {
        guard let row = try row(ofRun: id), row.events > 0, row.first <= time else { return nil }
        if row.last <= time { return row.terminal?.time }
        if presentFolds?.present == time { return try fold(run: id, through: time).terminal?.time }
        return try connection.first(
            """
            SELECT time FROM unit_event WHERE unit = ?1 AND time <= ?2 AND rank >= 4
            ORDER BY time DESC, rank DESC, digest DESC LIMIT 1
            """, [.integer(UnitID(.run, id).stored), .integer(time)]
        ) { $0.int(0) }
    }

    /// The full name of a run's job from the events up to `time`.
    package func jobName(ofRun id: Int64, through time: Int64) throws -> JobID? {
        var chain: [JobID] = []
        var seen: Set<Int64> = []
        var current: Int64? = id
        while let run = current, seen.insert(run).inserted, chain.count < JobNamingLimits.depthMax {
            guard let row = try row(ofRun: run), let sent = try sentJob(row.sentJob) else { break }
            chain.append(sent)
            current = row.last <= time ? row.parent : try parent(of: row, sent: sent, through: time)
        }
        return JobNaming.fullName(ofChain: chain)
    }

    private func parent(of row: RunRow, sent: JobID, through time: Int64) throws -> Int64? {
        guard row.events > 0, row.first <= time else { return nil }
        guard let reference = try fold(run: row.id, through: time).parent.value else { return nil }
        return try runRow(of: reference)
    }

    /// The row of the run that a `parent` facet names; nil if there is none.
    package func runRow(of reference: ParentReference) throws -> Int64? {
        try connection.first(
            """
            SELECT run.id FROM run JOIN sent_job ON sent_job.id = run.sent_job
                JOIN namespace ON namespace.id = sent_job.namespace
            WHERE namespace.name = ?1 AND sent_job.name = ?2 AND run.run_id = ?3
            """,
            [
                .blob(reference.job.namespace.bytes), .blob(reference.job.name.bytes),
                .blob(reference.runID.bytes.bytes),
            ]
        ) { $0.int(0) }
    }

    package func sentJob(_ id: Int64) throws -> JobID? {
        try connection.first(
            """
            SELECT namespace.name, sent_job.name FROM sent_job JOIN namespace ON namespace.id = sent_job.namespace
            WHERE sent_job.id = ?1
            """, [.integer(id)]
        ) { JobID(namespace: ByteString(bytes: $0.blob(0)), name: ByteString(bytes: $0.blob(1))) }
    }
}

package enum JobNamingLimits {
    /// Parents are followed this far; longer chains and circles are cut.
    package static let depthMax = 32
}

extension JobNaming {
    /// The full name of the first of a chain of jobs as sent, each the child of the next.
    package static func fullName(ofChain chain: [JobID]) -> JobID? {
        guard let own = chain.first, let top = chain.last else { return nil }
        var full = top.name
        for index in stride(from: chain.count - 2, through: 0, by: -1) {
            full = fullName(sent: chain[index].name, parentSent: chain[index + 1].name, parentFull: full)
        }
        return JobID(namespace: own.namespace, name: full)
    }
}

import JSONBytes
import OpenLineage
import SQLDatabase

/// What is special about a run; stored in `run.flags`.
struct RunFlags: OptionSet {
    let rawValue: Int64
    /// Its job was another one before some of its events (or its parent's) had happened: states of the past need a look
    /// at the events.
    static let namedLater = RunFlags(rawValue: 1)
    static let isStreaming = RunFlags(rawValue: 2)
    static let isSnapshot = RunFlags(rawValue: 4)
    /// The parent was told by the first event and never otherwise.
    static let hasOneParent = RunFlags(rawValue: 8)

    // For indexes of the writer: they follow from the rest of the row and from the present.

    /// The parent has ended, so it is no longer live.
    static let isOver = RunFlags(rawValue: 16)
    /// Some of its events lie in the future.
    static let hasFuture = RunFlags(rawValue: 32)
    /// No event of its own is known.
    static let isPlaceholder = RunFlags(rawValue: 64)
    /// It took so long that the ages of other runs of its job say nothing about it.
    static let isLong = RunFlags(rawValue: 128)

    /// Those that are a function of the observations alone.
    static let observed: RunFlags = [.namedLater, .isStreaming, .isSnapshot, .hasOneParent]
}

/// A run while the writer works with it; the row holds the fold of all its events, whatever their time.
final class RunState {
    let id: Int64
    let sentJob: Int64
    let sentJobID: JobID
    let runID: RunID
    /// The entity of its job by full name.
    var job: Int64
    /// 0: only named as a parent so far.
    var events: Int64 = 0
    var first: Int64
    var started: Int64?
    var last: OrderPoint
    var terminal: OrderPoint?
    var parent: Int64?
    /// The point of the `parent` facet that won.
    var parentPoint: OrderPoint?
    /// Event time from which on the `parent` facet stays what it is (or one a little after it); nil: there is none.
    var namedAt: Int64?
    var structure: Int64 = 0
    var flags: RunFlags = []
    /// What the row in the database is found by; nil before it is there.
    var stored: Place?

    /// What indexes of the table hold of a run, and what else seldom changes.
    struct Place: Equatable {
        var job: Int64
        var first: Int64
        var started: Int64?
        var parent: Int64?
        var namedAt: Int64?
        var structure: Int64
        var flags: RunFlags

        /// Whether the two have the same job, first event and parent.
        func isInPlace(_ other: Place) -> Bool { job == other.job && first == other.first && parent == other.parent }
    }

    init(id: Int64, sentJob: Int64, sentJobID: JobID, runID: RunID, job: Int64, first: Int64, last: OrderPoint) {
        self.id = id
        self.sentJob = sentJob
        self.sentJobID = sentJobID
        self.runID = runID
        self.job = job
        self.first = first
        self.last = last
    }

    var place: Place {
        Place(
            job: job, first: first, started: started, parent: parent, namedAt: namedAt, structure: structure,
            flags: flags)
    }

    /// From this time on between first and newest event, ns, a run is long: seven days.
    static let longSpan: Int64 = 604_800_000_000_000

    /// Whether the run is long, whatever its times are.
    var isLong: Bool { last.time / 2 - first / 2 > Self.longSpan / 2 }

    /// Whether the row is in the database.
    var isStored: Bool { stored != nil }

    var start: Int64 { started ?? first }

    func summary(parentEnded: Int64?) -> RunSummary {
        RunSummary(
            run: id, runID: runID.bytes.bytes, start: start, last: last.time, terminal: terminal, parent: parent,
            parentEnded: parentEnded, isStreaming: flags.contains(.isStreaming), structure: structure)
    }
}

/// Runs by identity and row, with a bounded cache; rows are written at once, so that queries see them.
final class RunStore {
    private struct Key: Hashable {
        var sentJob: Int64
        var runID: RunID
    }

    private let connection: any SQLConnection
    private var byKey: [Key: RunState] = [:]
    private var byID: [Int64: RunState] = [:]
    private var next: Int64

    private static let cachedMax = 100_000

    init(_ connection: any SQLConnection) throws {
        self.connection = connection
        next = try connection.first("SELECT COALESCE(MAX(id), 0) FROM run") { $0.int(0) }! + 1
    }

    /// The run of that identity; a new one is not stored before `write`.
    func run(sentJob: Int64, sentJobID: JobID, runID: RunID, at point: OrderPoint) throws -> RunState {
        let key = Key(sentJob: sentJob, runID: runID)
        if let cached = byKey[key] { return cached }
        if byID.count > Self.cachedMax { forget() }
        let found = try connection.first(
            "SELECT id FROM run WHERE sent_job = ?1 AND run_id = ?2", [.integer(sentJob), .blob(runID.bytes.bytes)]
        ) { $0.int(0) }
        if let found { return try run(found) }
        let new = RunState(
            id: next, sentJob: sentJob, sentJobID: sentJobID, runID: runID, job: 0, first: point.time, last: point)
        next += 1
        byKey[key] = new
        byID[new.id] = new
        return new
    }

    func run(_ id: Int64) throws -> RunState {
        if let cached = byID[id] { return cached }
        let found = try connection.first(
            """
            SELECT id, sent_job, run_id, job, events, first, started, last, last_rank, last_digest, terminal, terminal_rank,
                terminal_digest, parent, parent_time, parent_rank, parent_digest, structure, flags, named_at
            FROM run WHERE id = ?1
            """, [.integer(id)]
        ) { try self.state(of: $0) }
        guard let found else { throw CatalogError.damaged("a reference to a run that is not there") }
        return found
    }

    /// Rows of the runs whose parent is `parent`.
    func children(of parent: Int64) throws -> [Int64] {
        try connection.rows("SELECT id FROM run WHERE parent = ?1", [.integer(parent)]) { $0.int(0) }
    }

    func write(_ run: RunState) throws {
        run.flags.set(.isPlaceholder, run.events == 0)
        run.flags.set(.isLong, run.isLong)
        let statement: any SQLStatement
        if run.stored == run.place {
            statement = try connection.statement(
                """
                UPDATE run SET events = ?2, last = ?3, last_rank = ?4, last_digest = ?5, terminal = ?6,
                    terminal_rank = ?7, terminal_digest = ?8, parent_time = ?9, parent_rank = ?10, parent_digest = ?11
                WHERE id = ?1
                """)
        } else if run.stored?.isInPlace(run.place) ?? false {
            // Most indexes have nothing of what the next events of a run tell.
            statement = try connection.statement(
                """
                UPDATE run SET events = ?2, last = ?3, last_rank = ?4, last_digest = ?5, terminal = ?6,
                    terminal_rank = ?7, terminal_digest = ?8, parent_time = ?9, parent_rank = ?10, parent_digest = ?11,
                    started = ?12, named_at = ?13, structure = ?14, flags = ?15
                WHERE id = ?1
                """)
            bindMarks(of: run, to: statement)
        } else if run.isStored {
            statement = try connection.statement(
                """
                UPDATE run SET events = ?2, last = ?3, last_rank = ?4, last_digest = ?5, terminal = ?6,
                    terminal_rank = ?7, terminal_digest = ?8, parent_time = ?9, parent_rank = ?10, parent_digest = ?11,
                    started = ?12, named_at = ?13, structure = ?14, flags = ?15, job = ?16, first = ?17, parent = ?18
                WHERE id = ?1
                """)
            bindMarks(of: run, to: statement)
            bindPlace(of: run, to: statement)
        } else {
            statement = try connection.statement(
                """
                INSERT INTO run (id, events, last, last_rank, last_digest, terminal, terminal_rank, terminal_digest,
                    parent_time, parent_rank, parent_digest, started, named_at, structure, flags, job, first, parent,
                    sent_job, run_id, uuid)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                    ?21)
                """)
            bindMarks(of: run, to: statement)
            bindPlace(of: run, to: statement)
            statement.bind(19, run.sentJob)
            statement.bind(20, run.runID.bytes.bytes)
            statement.bind(21, run.runID.uuid.bytes)
        }
        bindState(of: run, to: statement)
        try statement.enqueue()
        if !run.isStored, !run.runID.isUUID {
            try connection.enqueue(
                "INSERT INTO run_uuid_alias (uuid, run) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                .blob(run.runID.marquezParentUUID(of: run.sentJobID).bytes), .integer(run.id))
        }
        run.stored = run.place
    }

    private func bindState(of run: RunState, to statement: any SQLStatement) {
        statement.bind(1, run.id)
        statement.bind(2, run.events)
        statement.bind(3, run.last.time)
        statement.bind(4, Int64(run.last.rank))
        statement.bind(5, run.last.digest)
        statement.bind(6, run.terminal?.time)
        statement.bind(7, run.terminal.map { Int64($0.rank) })
        statement.bind(8, run.terminal?.digest)
        statement.bind(9, run.parentPoint?.time)
        statement.bind(10, run.parentPoint.map { Int64($0.rank) })
        statement.bind(11, run.parentPoint?.digest)
    }

    private func bindMarks(of run: RunState, to statement: any SQLStatement) {
        statement.bind(12, run.started)
        statement.bind(13, run.namedAt)
        statement.bind(14, run.structure)
        statement.bind(15, run.flags.rawValue)
    }

    private func bindPlace(of run: RunState, to statement: any SQLStatement) {
        statement.bind(16, run.job)
        statement.bind(17, run.first)
        statement.bind(18, run.parent)
    }

    private func forget() {
        byKey.removeAll(keepingCapacity: true)
        byID.removeAll(keepingCapacity: true)
    }

    private func state(of row: any SQLRow) throws -> RunState {
        let sentJob = row.int(1)
        let identity = try sentJobIdentity(sentJob)
        let run = RunState(
            id: row.int(0), sentJob: sentJob, sentJobID: identity, runID: RunID(ByteString(bytes: row.blob(2))),
            job: row.int(3), first: row.int(5),
            last: OrderPoint(time: row.int(7), rank: UInt8(clamping: row.int(8)), digest: Digest128(bytes: row.blob(9)))
        )
        run.events = row.int(4)
        run.started = row.intOrNil(6)
        if let time = row.intOrNil(10) {
            run.terminal = OrderPoint(
                time: time, rank: UInt8(clamping: row.int(11)), digest: Digest128(bytes: row.blob(12)))
        }
        run.parent = row.intOrNil(13)
        if let time = row.intOrNil(14) {
            run.parentPoint = OrderPoint(
                time: time, rank: UInt8(clamping: row.int(15)), digest: Digest128(bytes: row.blob(16)))
        }
        run.structure = row.int(17)
        run.flags = RunFlags(rawValue: row.int(18))
        // Rows from before there was the column have none.
        run.namedAt = row.intOrNil(19) ?? run.parentPoint?.time
        run.stored = run.place
        byKey[Key(sentJob: sentJob, runID: run.runID)] = run
        byID[run.id] = run
        return run
    }

    private func sentJobIdentity(_ id: Int64) throws -> JobID {
        let found = try connection.first(
            """
            SELECT namespace.name, sent_job.name FROM sent_job JOIN namespace ON namespace.id = sent_job.namespace
            WHERE sent_job.id = ?1
            """, [.integer(id)]
        ) { JobID(namespace: ByteString(bytes: $0.blob(0)), name: ByteString(bytes: $0.blob(1))) }
        guard let found else { throw CatalogError.damaged("a run without job") }
        return found
    }
}

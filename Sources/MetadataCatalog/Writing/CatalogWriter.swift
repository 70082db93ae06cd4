package import GraphEngine
package import JSONBytes
import OpenLineage
import SQLDatabase

/// Who sent something, and when it was received.
package struct Receipt: Sendable {
    /// Receipt time, ns since 1970 UTC.
    package var time: Int64
    package var keyName: String?

    package init(time: Int64, keyName: String?) {
        self.time = time
        self.keyName = keyName
    }
}

/// What became of an event.
package enum Acceptance: Sendable, Equatable {
    case accepted(seq: Int64)
    /// The same event is in the log already.
    case duplicate
}

/// Folds events and commands into the catalog; used by the writer's thread alone, inside its transactions.
///
/// One call of `begin`, any number of `add`, one `finish` make a batch. If anything throws, the transaction is rolled
/// back and the writer must be thrown away: its caches may hold what was undone.
package final class CatalogWriter {
    let connection: any SQLConnection
    let codec: PayloadCodec
    var log: EventLog
    let entities: EntityStore
    let structures: StructureStore
    let runs: RunStore
    let registers: RegisterStore
    let observations: ObservationReader
    let search: SearchIndex
    var jobStates: [Int64: JobState] = [:]
    /// About how many bytes the edges in `jobStates` take.
    var jobStateBytes = 0
    var changes: [GraphChange] = []
    var counters = EventCounters()
    /// What only lineage facets and symlinks name, for each structure key.
    var references = BoundedCache<Digest128, References>(countMax: 50_000)
    /// Folds of runs whose next event needs more than their row, by the row of the run.
    var folds = BoundedCache<Int64, KnownFold>(bytesMax: 64 << 20)
    let presentFolds = PresentFolds()
    /// Datasets whose symlinks changed in this batch.
    var aliasChanges: Set<Int64> = []
    var dirtyStates: [JobState] = []
    /// Event times beyond this are future: they count when their time comes.
    var present: Int64 = .min

    private static let jobStatesMax = 100_000
    private static let jobStateBytesMax = 256 << 20
    /// "Current" means as of now and this much, ns: clocks of producers differ.
    package static let clockTolerance: Int64 = 300_000_000_000

    /// - Parameter readCounter: counts the events that are read back from the log.
    init(_ connection: any SQLConnection, codec: PayloadCodec, readCounter: Counter) throws {
        self.connection = connection
        self.codec = codec
        log = try EventLog(connection, codec: codec)
        entities = try EntityStore(connection)
        structures = try StructureStore(connection)
        runs = try RunStore(connection)
        registers = RegisterStore(connection: connection)
        observations = ObservationReader(
            connection, payloads: PayloadReader(connection, codec: codec, counter: readCounter),
            presentFolds: presentFolds)
        search = try SearchIndex(connection)
    }

    /// Number of the newest record.
    package var head: Int64 { log.head }
    package var chain: Digest256 { log.chain }

    /// Begins a batch.
    ///
    /// - Parameter now: the writer's clock, ns.
    package func begin(now: Int64) throws {
        present = now.addingReportingOverflow(Self.clockTolerance).partialValue
        entities.present = present
        presentFolds.present = present
        try activateDueEvents()
    }

    /// Takes in an event.
    package func add(_ prepared: PreparedEvent, receipt: Receipt, isCommand: Bool = false) throws -> Acceptance {
        switch prepared.event.kind {
        case .run: try addRunEvent(prepared, receipt, isCommand)
        case .job: try addJobEvent(prepared, receipt, isCommand)
        case .dataset: try addDatasetEvent(prepared, receipt, isCommand)
        }
    }

    /// Writes what was kept back during the batch, and returns what the graph must apply after the commit.
    package func finish() throws -> [GraphChange] {
        for dataset in aliasChanges { try updateAliases(of: dataset) }
        aliasChanges.removeAll()
        for entity in entities.takeCreated() {
            guard let vertex = UInt32(exactly: entity.id) else { throw CatalogError.damaged("more than 2^32 entities") }
            changes.append(.vertex(vertex, entity.kind == .dataset ? .dataset : .job))
            try search.addName(of: entity, namespace: try entities.namespaceName(entity.namespace))
        }
        try flushJobStates()
        try entities.flush()
        try counters.flush(connection)
        if jobStates.count > Self.jobStatesMax || jobStateBytes > Self.jobStateBytesMax {
            jobStates.removeAll()
            jobStateBytes = 0
        }
        defer { changes.removeAll() }
        return changes
    }

    /// Records the event in its unit's list and in the log; nil if the same event is there already.
    func record(_ prepared: PreparedEvent, _ receipt: Receipt, unit: UnitID, isCommand: Bool) throws -> Int64? {
        let insert = try connection.statement(
            """
            INSERT INTO unit_event (unit, time, rank, digest, seq) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO NOTHING
            """)
        insert.bind(1, unit.stored)
        insert.bind(2, prepared.point.time)
        insert.bind(3, Int64(prepared.point.rank))
        insert.bind(4, prepared.point.digest)
        insert.bind(5, log.head + 1)
        guard try insert.run() > 0 else { return nil }
        let seq = try log.append(
            EventLog.Record(
                kind: RecordKind(prepared.event.kind, isCommand: isCommand), received: receipt.time,
                time: prepared.point.time, rank: prepared.point.rank, unit: unit,
                keyName: receipt.keyName.map { Array($0.utf8) }, scope: prepared.scope, rawDigest: prepared.rawDigest,
                dictionary: prepared.dictionary, payload: prepared.payload, payloadSize: prepared.raw.count,
                diagnostics: prepared.event.diagnostics.count))
        if !isCommand { counters.count(prepared, received: receipt.time) }
        if prepared.point.time > present {
            try connection.enqueue(
                "INSERT INTO future_event (time, seq) VALUES (?1, ?2)", .integer(prepared.point.time), .integer(seq))
        }
        return seq
    }

    /// Makes the events count whose time has come since the last batch.
    private func activateDueEvents() throws {
        let due = try connection.rows(
            "SELECT time, seq FROM future_event WHERE time <= ?1 ORDER BY time, seq", [.integer(present)]
        ) { ($0.int(0), $0.int(1)) }
        if !due.isEmpty { presentFolds.removeAll() }
        for (time, seq) in due {
            try connection.enqueue(
                "DELETE FROM future_event WHERE time = ?1 AND seq = ?2", .integer(time), .integer(seq))
            try activate(seq)
        }
        guard let first = due.first?.0 else { return }
        // Runs whose parents were told by these events have other jobs now.
        let jobs = try connection.rows(
            "SELECT DISTINCT job FROM run_other_job WHERE until >= ?1", [.integer(first)]
        ) { $0.int(0) }
        for job in jobs { try reevaluate(job, since: first) }
    }

    /// Lets a recorded event count in what is present: times of its entities, edges of its job.
    private func activate(_ seq: Int64) throws {
        guard let prepared = try preparedEvent(seq) else { return }
        let event = prepared.event
        let time = event.time.nanoseconds
        for mention in event.mentions
        where mention.facets["symlinks"] != nil {
            aliasChanges.insert(try entities.datasetRow(mention.id, at: time))
        }
        guard let job = event.job?.id else {
            guard let dataset = event.dataset?.id else { return }
            try addMentions(of: prepared, sentJob: 0, seq: seq)
            let entity = try entities.dataset(dataset, at: time, isReported: true)
            try evaluateDataset(entity, late: nil)
            return try tell(entity, as: .dataset(dataset), by: prepared)
        }
        _ = try entities.namespace(job.namespace, at: time)
        if case .value(let parent) = prepared.parent {
            _ = try entities.namespace(parent.job.namespace, at: time)
        }
        let sentJob = try entities.sentJob(job, at: time)
        try addMentions(of: prepared, sentJob: sentJob, seq: seq)
        var run: RunState?
        if let runID = event.run?.id {
            let due = try runs.run(sentJob: sentJob, sentJobID: job, runID: runID, at: OrderPoint.end(of: time))
            try mark(due)
            try runs.write(due)
            run = due
        }
        let entity = try run.map { try requireEntity($0.job) } ?? entities.job(job, at: time)
        entities.touch(entity, at: time, isReported: true)
        try reevaluate(entity, late: nil)
        if let run, event.type.isTerminal { try endChildren(of: run, at: time) }
        try tell(entity, as: .job(try jobID(of: entity)), by: prepared)
    }
}

import CPayloadDictionary
package import GraphEngine
import JSONBytes
import OpenLineage
package import SQLDatabase

/// The log, what is folded from it, and the graph of it in memory: one store that is read and written as a whole.
///
/// Writing goes through `submit`: what several callers hand in at one time shares a transaction, and each call returns
/// when its part is durable and readable. Reading goes through `read`: one state of the database, and the graph at the
/// same state.
///
/// `@unchecked Sendable`: the writer is used on the database's writer thread alone; everything else is immutable or
/// guards itself.
package final class Catalog: @unchecked Sendable {
    package let database: any SQLBackend
    package let graph: LineageGraph
    package let codec: PayloadCodec
    package let clock: Clock
    package let queue: CommitQueue
    let follower: CommitFollower
    private var writer: CatalogWriter?
    /// Where the writer's last commit left the catalog; nil: not known for certain.
    private var written: CommitPosition?
    private let foldCPU = Counter()
    private let commitCPU = Counter()
    private let graphCPU = Counter()
    private let readBack = Counter()

    /// Gives the time of day; tests give their own.
    package struct Clock: Sendable {
        /// Nanoseconds since 1970 UTC.
        package var now: @Sendable () -> Int64

        package init(now: @escaping @Sendable () -> Int64) { self.now = now }

        package static let system = Clock { SystemTime.now() }
    }

    package static let migrator = Migrator([
        Migration("0001-first-tables") { connection in
            try connection.execute(CatalogSchema.tables(for: connection.dialect))
            try connection.enqueue("INSERT INTO commit_position (id, revision) VALUES (1, 0)")
            try connection.enqueue(
                "INSERT INTO setting (name, value) VALUES ('fold-version', ?1)",
                .blob(Array(String(CatalogSchema.foldVersion).utf8)))
            try connection.enqueue(
                "INSERT INTO payload_dictionary (id, bytes) VALUES (?1, ?2)", .integer(1), .blob(shippedDictionary))
        },
        Migration("0002-reading") { connection in
            // Few edges are aliases; lists look at all of them.
            try connection.execute("CREATE INDEX edge_alias ON edge (source, target) WHERE kind = 5")
            try connection.enqueue(
                "INSERT INTO setting (name, value) VALUES ('created', ?1)", .blob(Array(String(SystemTime.now()).utf8)))
        },
        Migration("0003-listing") { connection in
            // With the kind in it, counting the events of a window reads the index alone.
            try connection.execute(
                "DROP INDEX log_event_time; CREATE INDEX log_event_time ON log (event_time, seq, kind)")
        },
        Migration("0004-counting") { connection in
            // What a list may leave out; the rest is counted in an index, without a look at the rows.
            try connection.execute(
                """
                CREATE INDEX entity_exception ON entity (kind, namespace) WHERE hidden_at IS NOT NULL
                    OR (kind = 1 AND reported = 0) OR (kind = 2 AND members <= 0) OR last_seen = -9223372036854775808
                """)
        },
        Migration("0005-recency") { connection in
            // Jobs by what happened last to them. The condition is spelled so that no other index answers it: kinds are
            // 1 and 2, and a query that says `kind > 1` reads this index in its order.
            try connection.execute(
                """
                CREATE INDEX entity_recent ON entity
                    ((CASE WHEN last_seen > first_seen THEN last_seen ELSE first_seen END), namespace) WHERE kind > 1;
                CREATE INDEX entity_birth ON entity (kind, first_seen);
                DROP INDEX entity_exception;
                CREATE INDEX entity_exception ON entity
                    (kind, namespace, first_seen, last_seen, reported, members, hidden_at)
                    WHERE hidden_at IS NOT NULL OR (kind = 1 AND reported = 0) OR (kind = 2 AND members <= 0)
                        OR last_seen = -9223372036854775808
                """)
        },
        Migration("0006-commits") { connection in
            let bytes = connection.dialect.bytesType
            try connection.execute(
                """
                ALTER TABLE commit_position ADD COLUMN token \(bytes);
                CREATE TABLE commit_delta (
                    revision \(connection.dialect.integerPrimaryKey), committed BIGINT NOT NULL, chain \(bytes) NOT NULL,
                    changes \(bytes) NOT NULL, token \(bytes) NOT NULL)
                """)
        },
        Migration("0007-kinds") { connection in
            // Most datasets have no facet that tells their kind: an answer need not look for one then.
            try connection.execute("ALTER TABLE entity ADD COLUMN kind_facets INTEGER NOT NULL DEFAULT 0")
            try connection.run(
                """
                UPDATE entity SET kind_facets = 1 WHERE id IN (SELECT entity FROM register WHERE key IN (
                    CAST('fcatalog' AS BLOB), CAST('fdatasetType' AS BLOB), CAST('ffeast_entity' AS BLOB),
                    CAST('ffeast_featureService' AS BLOB), CAST('ffeast_featureView' AS BLOB),
                    CAST('ffeast_onlineStore' AS BLOB), CAST('fstorage' AS BLOB), CAST('fsymlinks' AS BLOB)))
                """)
        },
        Migration("0008-checkpoints") { connection in
            try connection.execute(CatalogSchema.checkpoints(for: connection.dialect))
        },
    ])

    private static var shippedDictionary: [UInt8] {
        Array(
            UnsafeBufferPointer(
                start: wherefrom_payload_dictionary_v1(), count: wherefrom_payload_dictionary_v1_count()))
    }

    /// Opens the catalog of a database, making its tables if it is empty, and loads the graph.
    ///
    /// - Throws: ``DatabaseError``; ``CatalogError/foldVersion(found:expected:)`` if it must be rebuilt first.
    package static func open(
        _ database: any SQLBackend, clock: Clock = .system, bounds: CommitQueue.Bounds = CommitQueue.Bounds()
    ) async throws -> Catalog {
        let codec = PayloadCodec()
        if !database.isReadOnly {
            try await database.writeWithoutTransaction { connection in
                _ = try migrator.migrate(connection)
            }
        }
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        let position = try database.withReader { connection in
            if database.isReadOnly { try migrator.check(connection) }
            try checkFoldVersion(connection)
            try loadDictionaries(connection, into: codec)
            let position = try CommitFollower.position(connection)
            try load(graph, connection, at: position.revision)
            return position
        }
        return Catalog(
            database: database, graph: graph, position: position, codec: codec, clock: clock, bounds: bounds)
    }

    private init(
        database: any SQLBackend, graph: LineageGraph, position: CommitPosition, codec: PayloadCodec, clock: Clock,
        bounds: CommitQueue.Bounds
    ) {
        self.database = database
        self.graph = graph
        follower = CommitFollower(graph, at: position)
        self.codec = codec
        self.clock = clock
        queue = CommitQueue(bounds: bounds)
    }

    /// Finishes what is under way and closes the database; blocks until that is done.
    package func close() {
        database.close()
        // It holds the connection open, and with it the write-ahead log; the writer's thread has ended.
        writer = nil
    }

    private static func checkFoldVersion(_ connection: any SQLConnection) throws {
        let stored = try connection.first("SELECT value FROM setting WHERE name = 'fold-version'") { $0.blob(0) }
        let found = stored.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        guard found == CatalogSchema.foldVersion else {
            throw CatalogError.foldVersion(found: found, expected: CatalogSchema.foldVersion)
        }
    }

    static func loadDictionaries(_ connection: any SQLConnection, into codec: PayloadCodec) throws {
        try connection.query("SELECT id, bytes FROM payload_dictionary ORDER BY id") { row in
            codec.add(dictionary: row.blob(1), number: row.int(0), use: true)
            return true
        }
    }

    /// Replaces the graph by what a state of the database holds.
    static func load(_ graph: LineageGraph, _ connection: any SQLConnection, at revision: UInt64) throws {
        let vertexCount = Int(try connection.first("SELECT COALESCE(MAX(id), 0) FROM entity") { $0.int(0) } ?? 0) + 1
        // Counting the edges would take longer than to grow.
        try graph.load(vertexCapacity: vertexCount, edgeCapacity: vertexCount, position: revision) { loading in
            try connection.scan("SELECT id, kind FROM entity") { row in
                guard let id = UInt32(exactly: row.int(0)) else { return true }
                loading.add(id, row.int(1) == EntityKind.dataset.rawValue ? .dataset : .job)
                return true
            }
            try connection.scan(
                "SELECT owner, source, target, kind, flags, since, until, first_seen, has_history FROM edge"
            ) { row in
                loading.add(
                    GraphEdge(
                        from: UInt32(truncatingIfNeeded: row.int(1)), to: UInt32(truncatingIfNeeded: row.int(2)),
                        owner: UInt32(truncatingIfNeeded: row.int(0)),
                        kind: EdgeKind(rawValue: UInt8(clamping: row.int(3))) ?? .input,
                        flags: EdgeFlags(rawValue: UInt16(clamping: row.int(4))), since: row.int(5), until: row.int(6),
                        firstSeen: row.int(7), hasHistory: row.int(8) != 0))
                return true
            }
        }
    }
}

// MARK: - Writing

extension Catalog {
    /// What can be submitted.
    package enum Submission: Sendable {
        case event(PreparedEvent, Receipt)
        /// An event that a call of the deprecated write API stands for.
        case commandedEvent(PreparedEvent, Receipt)
        case command(Command, Receipt)

        var byteCount: Int {
            switch self {
            case .event(let event, _), .commandedEvent(let event, _): event.raw.count
            case .command: 0
            }
        }
    }

    /// Stores and folds what is handed in; returns when it is durable and readable.
    ///
    /// All of it is in one transaction, together with what others hand in at the same time.
    /// - Returns: one outcome for each submission, in their order.
    /// - Throws: ``CommitQueue/Full`` if too much is waiting; ``DatabaseError``: nothing of this call was stored then.
    package func submit(_ submissions: [Submission]) async throws -> [Acceptance] {
        try await queue.submit(submissions) { [self] groups in
            try await database.writeWithoutTransaction { [self] connection in
                try commit(groups, connection)
            }
        }
    }

    /// CPU time of the writer's stages since the start, ns. `commit` is the transaction without the fold.
    package var stageNanoseconds: [(name: String, cpu: Int64)] {
        [("fold", foldCPU.value), ("commit", commitCPU.value - foldCPU.value), ("graph", graphCPU.value)]
    }

    /// Events that the writer has read back from the log since the start; in order of events it needs none.
    package var recordsReadBack: Int64 { readBack.value }

    /// Whether events of the future have become due.
    package func hasDueEvents() async throws -> Bool {
        let present = clock.now().addingReportingOverflow(CatalogWriter.clockTolerance).partialValue
        return try await database.read { connection in
            try connection.first("SELECT 1 FROM future_event WHERE time <= ?1 LIMIT 1", [.integer(present)]) { _ in true
            }
                ?? false
        }
    }

    /// Brings the graph to where other servers have brought the database; each answer does so as well.
    package func follow() async throws {
        try await database.read { [follower] connection in _ = try follower.follow(connection) }
    }

    /// Lets the events count whose time has come, though nothing was submitted.
    package func tick() async throws {
        _ = try await submit([])
    }

    private func commit(
        _ groups: [[Submission]], _ connection: any SQLConnection
    ) throws -> [Result<[Acceptance], any Error>] {
        do {
            return try commitTogether(groups, connection).map { .success($0) }
        } catch  where groups.count > 1 && !(error is DatabaseError) {
            // One of them cannot be folded: the others must not suffer.
            return groups.map { group in
                Result { try commitTogether([group], connection)[0] }
            }
        }
    }

    private func commitTogether(
        _ groups: [[Submission]], _ connection: any SQLConnection
    ) throws -> [[Acceptance]] {
        do {
            let start = SystemTime.threadCPU()
            let stored = try connection.transaction(.immediate) {
                let former = try takeHead(connection)
                let writer = try writer(continuing: former, connection)
                try writer.begin(now: clock.now())
                let outcomes = try groups.map { try $0.map { try apply($0, writer) } }
                let changes = try writer.finish()
                let position = try leaveHead(former, changes, writer, connection)
                foldCPU.add(SystemTime.threadCPU() - start)
                return (outcomes: outcomes, changes: changes, position: position)
            }
            written = stored.position
            let committed = SystemTime.threadCPU()
            follower.committed(stored.changes, at: stored.position)
            graphCPU.add(SystemTime.threadCPU() - committed)
            commitCPU.add(committed - start)
            return stored.outcomes
        } catch {
            writer = nil
            written = nil
            throw error
        }
    }

    /// Takes the row for which all writers queue, before anything is read: what the catalog holds then stays so until
    /// the commit.
    private func takeHead(_ connection: any SQLConnection) throws -> CommitPosition {
        let former = try connection.first(
            "UPDATE commit_position SET revision = revision + 1 WHERE id = 1 RETURNING revision, token"
        ) { CommitPosition(revision: UInt64(clamping: $0.int(0) - 1), token: $0.blob(1)) }
        guard let former else { throw CatalogError.damaged("a catalog without position") }
        return former
    }

    /// The writer with what it remembers, if nobody else has written since; a new one otherwise.
    private func writer(continuing position: CommitPosition, _ connection: any SQLConnection) throws -> CatalogWriter {
        if let writer, written == position, writer.connection === connection { return writer }
        let writer = try CatalogWriter(connection, codec: codec, readCounter: readBack)
        self.writer = writer
        return writer
    }

    /// Leaves for the other servers what the graph becomes.
    private func leaveHead(
        _ former: CommitPosition, _ changes: [GraphChange], _ writer: CatalogWriter, _ connection: any SQLConnection
    ) throws -> CommitPosition {
        // A file has one writer, whose graph is the only one.
        guard connection.dialect.isShared else { return CommitPosition(revision: former.revision + 1, token: []) }
        let delta = CommitDelta(changes).encoded
        let position = former.next(changes: delta, chain: writer.chain)
        try connection.enqueue("UPDATE commit_position SET token = ?1 WHERE id = 1", .blob(position.token))
        try connection.enqueue(
            "INSERT INTO commit_delta (revision, committed, chain, changes, token) VALUES (?1, ?2, ?3, ?4, ?5)",
            .integer(Int64(clamping: position.revision)), .integer(clock.now()), .blob(writer.chain.bytes),
            .blob(delta),
            .blob(position.token))
        try connection.enqueue(
            "DELETE FROM commit_delta WHERE revision <= ?1",
            .integer(Int64(clamping: position.revision) - Int64(CommitFollower.deltasKept)))
        return position
    }

    private func apply(_ submission: Submission, _ writer: CatalogWriter) throws -> Acceptance {
        switch submission {
        case .event(let event, let receipt): try writer.add(event, receipt: receipt)
        case .commandedEvent(let event, let receipt): try writer.add(event, receipt: receipt, isCommand: true)
        case .command(let command, let receipt): try writer.add(command, receipt: receipt)
        }
    }
}

// MARK: - Reading

extension Catalog {
    /// Runs `body` on a reader thread over one state of database and graph.
    ///
    /// - Parameter asOf: event time, ns, that the answer is about; nil: the present.
    package func read<Result: Sendable>(
        asOf: Int64? = nil, _ body: @escaping @Sendable (CatalogReader) throws -> Result
    ) async throws -> Result {
        let present = clock.now().addingReportingOverflow(CatalogWriter.clockTolerance).partialValue
        return try await database.read { [codec, graph, follower] connection in
            let shared = try follower.follow(connection)
            let reader = try CatalogReader(
                connection, codec: codec, graph: graph, shared: shared, time: min(asOf ?? present, present),
                isPresent: asOf == nil)
            return try body(reader)
        }
    }
}

/// A database in a PostgreSQL server: one connection that writes, with a thread of its own, and a pool of readers.
///
/// Any number of processes may open the same database; who writes takes the catalog's head row first. Commits wait until
/// the server has them on its disk, and on that of its synchronous standbys if it has some.
package final class PostgreSQLDatabase: SQLBackend {
    package let dialect = SQLDialect.postgresql
    package let location: String
    package var isReadOnly: Bool { connector.options.access == .readOnly }
    let connector: PostgreSQLConnector
    private let readers: ReaderPool<PostgreSQLSession>
    private let readerThreads: WorkerThreads
    private let writerThreads: WorkerThreads
    private let writer: WriterSession

    /// Connects to the database that `address` names.
    ///
    /// - Parameter address: `postgres://…` or `postgresql://…`; options of libpq are query parameters of it.
    /// - Throws: ``DatabaseError``, which tells what to do: no library, no server, no login, too old, read-only.
    package init(address: String, options: PostgreSQLOptions = PostgreSQLOptions()) throws {
        let connector = PostgreSQLConnector(try PostgreSQLAddress(address), options)
        self.connector = connector
        location = connector.address.location
        writer = WriterSession(connector)
        let count = max(1, options.readers)
        let sessions = (0..<count).map { _ in PostgreSQLSession(connector, isWriter: false) }
        // What is wrong is told at the start, not at the first event.
        _ = try sessions[count - 1].connection()
        if options.access == .readWrite { try writer.connect() }
        readers = ReaderPool(path: location, sessions: sessions)
        readerThreads = WorkerThreads(count: count, waitingMax: options.waitingReadsMax)
        writerThreads = WorkerThreads(count: 1, waitingMax: options.waitingWritesMax)
    }

    // MARK: Reading

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        let ticket = ReadTicket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let refusal = readerThreads.submit { [self] in
                    continuation.resume(with: Swift.Result { try read(ticket, body) })
                }
                if let refusal { continuation.resume(throwing: error(for: refusal)) }
            }
        } onCancel: {
            ticket.cancel()
        }
    }

    private func read<Result>(_ ticket: ReadTicket, _ body: (any SQLConnection) throws -> Result) throws -> Result {
        try readers.withSession { session in
            let connection = try session.connection()
            // The request to cancel may arrive late and must not end the query of somebody else.
            defer { if ticket.isCancelled { session.drop() } }
            return try ticket.run(connection) {
                try connection.transaction(.read) { try body(connection) }
            }
        }
    }

    @discardableResult
    package func withReader<Result>(_ body: (any SQLConnection) throws -> Result) throws -> Result {
        try readers.withSession { session in
            let connection = try session.connection()
            return try connection.transaction(.read) { try body(connection) }
        }
    }

    // MARK: Writing

    @discardableResult
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await writeWithoutTransaction { connection in
            try connection.transaction(.immediate) { try body(connection) }
        }
    }

    @discardableResult
    package func writeWithoutTransaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        guard !isReadOnly else {
            throw DatabaseError.readOnly(.init(path: location, message: "opened read-only"))
        }
        return try await withCheckedThrowingContinuation { continuation in
            let refusal = writerThreads.submit { [writer] in
                continuation.resume(with: Swift.Result { try writer.run(body) })
            }
            if let refusal { continuation.resume(throwing: error(for: refusal)) }
        }
    }

    private func error(for refusal: WorkerThreads.Refusal) -> DatabaseError {
        switch refusal {
        case .full: .overloaded(.init(path: location))
        case .stopped: .closed(.init(path: location))
        }
    }

    package func footprint() async throws -> DatabaseFootprint {
        try await read { connection in
            let bytes = try connection.first("SELECT pg_database_size(current_database())") { $0.int(0) } ?? 0
            let settings = try (connection as? PostgreSQLConnection)?.durabilitySettings() ?? [:]
            return DatabaseFootprint(bytes: Int(bytes), durability: settings)
        }
    }

    // MARK: Closing

    package func close() {
        readerThreads.stop()
        readerThreads.join()
        readers.close()
        writerThreads.stop()
        writerThreads.join()
        writer.close()
    }
}

/// The session that writes; touched by the writer's thread only, before its start by `connect` and after its end by
/// `close`.
private final class WriterSession: @unchecked Sendable {
    private let session: PostgreSQLSession

    init(_ connector: PostgreSQLConnector) { session = PostgreSQLSession(connector, isWriter: true) }

    func connect() throws { _ = try session.connection() }

    func run<Result>(_ body: (any SQLConnection) throws -> Result) throws -> Result {
        let connection = try session.connection()
        defer { connection.rollback() }
        return try body(connection)
    }

    func close() { session.drop() }
}

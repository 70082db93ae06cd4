internal import CSQLite

/// One session with a SQLite file.
package final class SQLiteConnection: SQLConnection, WatchingConnection {
    package let dialect = SQLDialect.sqlite
    /// The path as it was opened.
    package let path: String
    package var location: String { path }
    let handle: OpaquePointer
    /// Called by SQLite, which does not keep it alive.
    var logKeeper: LogKeeper?
    private var literals: [UInt: SQLiteStatement] = [:]
    private var texts = RecentStatements<SQLiteStatement>(capacity: 128)

    /// Opens a file of SQLite without setting anything about it.
    ///
    /// - Throws: ``DatabaseError``.
    init(path: String, flags: Int32) throws {
        var handle: OpaquePointer?
        // Connections are used by one thread at a time, so SQLite's own mutexes would only cost time.
        let flags = flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        _ = Self.isConfigured
        let result = sqlite3_open_v2(path, &handle, flags, nil)
        guard result == SQLITE_OK, let handle else {
            let error = DatabaseError.sqlite(result, connection: handle, path: path)
            sqlite3_close_v2(handle)
            throw error
        }
        self.path = path
        self.handle = handle
        // A refusal costs speed only.
        _ = wherefrom_plan_without_values(handle)
    }

    /// Settings of the whole process, made before the first connection; where the library is in use already they do
    /// not take effect, which costs speed only.
    private static let isConfigured = wherefrom_leave_allocations_uncounted() == SQLITE_OK

    deinit {
        // With statements still held elsewhere this waits for the last of them.
        sqlite3_close_v2(handle)
    }

    package func execute(_ sql: String) throws {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else {
            throw DatabaseError.sqlite(result, connection: handle, path: path, sql: sql)
        }
    }

    package func statement(_ sql: StaticSQL) throws -> any SQLStatement { try sqliteStatement(sql) }

    package func prepare(_ sql: String) throws -> any SQLStatement {
        if let statement = texts.take(sql) { return statement }
        let statement = try compile(sql, isKept: false)
        texts.insert(statement, for: sql)
        return statement
    }

    package func scan(
        _ sql: StaticSQL, _ bindings: [SQLValue], _ body: (any SQLRow) throws -> Bool
    ) throws {
        try query(sql, bindings, body)
    }

    /// As `statement`, with the concrete type.
    package func sqliteStatement(_ sql: StaticSQL) throws -> SQLiteStatement {
        guard let identity = sql.identity else { return try compile(sql.text, isKept: false) }
        guard let index = literals.index(forKey: identity) else {
            let statement = try compile(sql.text, isKept: true)
            literals[identity] = statement
            return statement
        }
        guard isKnownUniquelyReferenced(&literals.values[index]) else { return try compile(sql.text, isKept: false) }
        let statement = literals.values[index]
        statement.reset()
        return statement
    }

    private func compile(_ sql: String, isKept: Bool) throws -> SQLiteStatement {
        let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        var statement: OpaquePointer?
        var sql = sql
        let (result, rest) = sql.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) { text in
                var end: UnsafePointer<CChar>?
                let count = Int32(clamping: text.count)
                let result = sqlite3_prepare_v3(handle, text.baseAddress, count, flags, &statement, &end)
                let used = end.flatMap { end in text.baseAddress.map { end - $0 } } ?? text.count
                return (result, text[used...].contains { $0 > 0x20 && $0 != UInt8(ascii: ";") })
            }
        }
        guard result == SQLITE_OK, let statement else {
            let code = result == SQLITE_OK ? SQLITE_MISUSE : result
            throw DatabaseError.sqlite(code, connection: handle, path: path, sql: sql)
        }
        let prepared = SQLiteStatement(handle: statement, path: path)
        // SQLite passes over whatever follows the first statement; nobody means that.
        guard !rest else {
            throw DatabaseError.statement(.init(path: path, message: "text behind the statement", sql: sql))
        }
        return prepared
    }

    /// Instructions that each statement kept by this connection has executed: what its queries cost, whatever the machine
    /// is doing beside. Statements that are no longer kept are left out.
    package var instructionCounts: [String: Int64] {
        var counts: [String: Int64] = [:]
        var statement = sqlite3_next_stmt(handle, nil)
        while let current = statement {
            let steps = UInt32(bitPattern: sqlite3_stmt_status(current, SQLITE_STMTSTATUS_VM_STEP, 0))
            counts[sqlite3_sql(current).map { String(cString: $0) } ?? "", default: 0] += Int64(steps)
            statement = sqlite3_next_stmt(handle, current)
        }
        return counts
    }

    // MARK: Transactions

    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    package func begin(_ kind: SQLTransactionKind) throws {
        precondition(!isInTransaction, "a transaction is open already")
        switch kind {
        case .immediate: try sqliteStatement("BEGIN IMMEDIATE").run()
        case .read: try sqliteStatement("BEGIN DEFERRED").run()
        }
    }

    package func commit() throws {
        endExecutions()
        do {
            try sqliteStatement("COMMIT").run()
        } catch {
            rollback()
            throw error
        }
    }

    package func rollback() {
        endExecutions()
        guard isInTransaction else { return }
        // Fails only where SQLite has rolled back by itself already.
        _ = try? sqliteStatement("ROLLBACK").run()
    }

    /// Ends what still stands on a row: such a statement would keep its view of the database beyond the transaction.
    private func endExecutions() {
        var statement = sqlite3_next_stmt(handle, nil)
        while let current = statement {
            if sqlite3_stmt_busy(current) != 0 { sqlite3_reset(current) }
            statement = sqlite3_next_stmt(handle, current)
        }
    }

    /// SQLite asks while it works. Interrupting it from the other thread instead would miss a query that is about to
    /// begin, and could hit the next user of the connection.
    func watch(_ ticket: ReadTicket?) {
        guard let ticket else { return sqlite3_progress_handler(handle, 0, nil, nil) }
        let instructionsBetweenLooks: Int32 = 1000
        sqlite3_progress_handler(
            handle, instructionsBetweenLooks,
            { context in
                guard let context else { return 0 }
                return Unmanaged<ReadTicket>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
            }, Unmanaged.passUnretained(ticket).toOpaque())
    }

    /// The number that a pragma answers; nil if it answers nothing.
    func pragma(_ name: String) throws -> Int64? {
        let statement = try compile("PRAGMA \(name)", isKept: false)
        return try statement.step() ? statement.int(0) : nil
    }

    /// The text that a pragma answers; nil if it answers nothing.
    func pragmaText(_ name: String) throws -> String? {
        let statement = try compile("PRAGMA \(name)", isKept: false)
        return try statement.step() ? statement.text(0) : nil
    }
}

/// One session with a PostgreSQL database.
package final class PostgreSQLConnection: SQLConnection, WatchingConnection {
    package let dialect = SQLDialect.postgresql
    let wire: PostgreSQLWire
    private var literals: [UInt: PreparedPlan] = [:]
    private var statements: [UInt: PostgreSQLStatement] = [:]
    private var texts: [String: PreparedPlan] = [:]
    private var openScans = 0
    private var watched: ReadTicket?

    /// Texts that stay prepared; more of them, and all are prepared anew when they come again.
    private static let textsMax = 256

    init(_ wire: PostgreSQLWire) { self.wire = wire }

    package var location: String { wire.location }

    package func execute(_ sql: String) throws { try wire.execute(sql) }

    package func statement(_ sql: StaticSQL) throws -> any SQLStatement {
        guard let identity = sql.identity else { return PostgreSQLStatement(PreparedPlan(sql.text), on: wire) }
        if let index = statements.index(forKey: identity), isKnownUniquelyReferenced(&statements.values[index]) {
            let statement = statements.values[index]
            statement.reset()
            return statement
        }
        let statement = PostgreSQLStatement(plan(sql, identity), on: wire)
        // While somebody holds the kept one, others are made; what they share is the plan in the server.
        if statements[identity] == nil { statements[identity] = statement }
        return statement
    }

    private func plan(_ sql: StaticSQL, _ identity: UInt) -> PreparedPlan {
        if let plan = literals[identity] { return plan }
        let plan = PreparedPlan(sql.text)
        literals[identity] = plan
        return plan
    }

    package func prepare(_ sql: String) throws -> any SQLStatement { PostgreSQLStatement(plan(sql), on: wire) }

    private func plan(_ sql: String) -> PreparedPlan {
        if let plan = texts[sql] { return plan }
        if texts.count >= Self.textsMax { forgetTexts() }
        let plan = PreparedPlan(sql)
        texts[sql] = plan
        return plan
    }

    private func forgetTexts() {
        for name in texts.values.flatMap({ $0.takeNames() }) {
            try? wire.send(PreparedPlan("DEALLOCATE \(name)", isFleeting: true), ParameterBuffer())
        }
        texts.removeAll()
    }

    // MARK: Scans

    /// Rows that a scan holds at first: many need only the first few.
    private static let scanRowsMin = 8
    /// Rows that a scan holds at most.
    private static let scanRowsMax = 2000

    package func scan(
        _ sql: StaticSQL, _ bindings: [SQLValue], _ body: (any SQLRow) throws -> Bool
    ) throws {
        precondition(isInTransaction, "a scan needs an open transaction")
        openScans += 1
        defer { openScans -= 1 }
        let cursor = "scan_\(openScans)"
        let declare = try prepare("DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql.text)")
        declare.bind(bindings)
        try declare.enqueue()
        defer { try? wire.send(PreparedPlan("CLOSE \(cursor)", isFleeting: true), ParameterBuffer()) }
        var rows = Self.scanRowsMin
        while true {
            let page = PostgreSQLStatement(PreparedPlan("FETCH \(rows) FROM \(cursor)", isFleeting: true), on: wire)
            var count = 0
            while try page.step() {
                count += 1
                guard try body(page) else { return }
            }
            if count < rows { return }
            rows = min(rows * 8, Self.scanRowsMax)
        }
    }

    // MARK: Transactions

    package private(set) var isInTransaction = false
    private var isReading = false

    package func begin(_ kind: SQLTransactionKind) throws {
        precondition(!isInTransaction, "a transaction is open already")
        _ = wire.takeWarning()
        isReading = kind == .read
        isInTransaction = true
        switch kind {
        case .immediate: try enqueue("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        case .read: try enqueue("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        }
    }

    package func commit() throws {
        if isReading {
            isInTransaction = false
            return wire.bidFarewell(plan("COMMIT"))
        }
        do {
            // What was only sent may have failed: that is told before anything is said to be durable.
            try wire.drain()
        } catch {
            rollback()
            throw error
        }
        try commitWrites()
    }

    private func commitWrites() throws {
        isInTransaction = false
        let result: PostgreSQLResult
        do {
            result = try wire.run(plan("COMMIT"), ParameterBuffer())
        } catch DatabaseError.unreachable(let detail) {
            // It may have happened or not.
            throw DatabaseError.unconfirmed(detail)
        }
        guard result.command == "COMMIT" else {
            throw DatabaseError.statement(wire.detail(message: "COMMIT answered \(result.command)"))
        }
        // Such as: the wait for a standby was cancelled. Then a fail-over may lose what is on this disk alone.
        if let warning = wire.takeWarning() { throw DatabaseError.unconfirmed(wire.detail(message: warning)) }
    }

    package func rollback() {
        guard isInTransaction else { return }
        isInTransaction = false
        guard !wire.isBroken else { return }
        _ = try? wire.drain()
        // Also a read that was cancelled is undone.
        wire.ticket = nil
        _ = try? wire.run(plan("ROLLBACK"), ParameterBuffer())
    }

    func watch(_ ticket: ReadTicket?) {
        watched?.interrupt(with: nil)
        watched = ticket
        wire.ticket = ticket
        ticket?.interrupt { [interruption = wire.interruption] in interruption() }
    }
}

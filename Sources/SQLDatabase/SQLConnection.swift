/// One session with a database; used by one thread at a time.
package protocol SQLConnection: AnyObject {
    var dialect: SQLDialect { get }

    /// Which database this is, for the details of errors: a path, or an address without a password.
    var location: String { get }

    /// Executes several statements separated by semicolons, without parameters; for definitions of tables.
    func execute(_ sql: String) throws

    /// The prepared statement of a literal, from the cache of the connection.
    ///
    /// While somebody still holds the cached one, a further statement is prepared: holders never share.
    func statement(_ sql: StaticSQL) throws -> any SQLStatement

    /// As `statement`, for SQL put together at run time; only the most recently used texts stay cached.
    ///
    /// Values never become part of `sql`: they are bound.
    func prepare(_ sql: String) throws -> any SQLStatement

    /// Calls `body` for each row until it returns false, and holds no more than some thousand rows in memory.
    ///
    /// For results that grow with the catalog. Inside a transaction only; `body` may query the same connection.
    func scan(_ sql: StaticSQL, _ bindings: [SQLValue], _ body: (any SQLRow) throws -> Bool) throws

    /// Whether a transaction is open.
    var isInTransaction: Bool { get }

    /// Opens a transaction; use `transaction(_:_:)` where a scope will do.
    ///
    /// After a statement of it has failed, a transaction can only be rolled back, or its `savepoint` left.
    /// - Precondition: none is open.
    func begin(_ kind: SQLTransactionKind) throws

    /// Makes the open transaction durable.
    ///
    /// - Throws: ``DatabaseError``; the transaction is then rolled back, so nothing of it has happened.
    func commit() throws

    /// Undoes the open transaction; does nothing if the database has undone it already.
    func rollback()
}

/// What a transaction is for.
package enum SQLTransactionKind: Sendable {
    /// Takes the right to write at once, so that it cannot fail later for another writer.
    case immediate
    /// Reads one state of the database, that of its first query, whatever others commit meanwhile.
    case read
}

extension SQLConnection {
    /// As `scan` with bindings.
    package func scan(_ sql: StaticSQL, _ body: (any SQLRow) throws -> Bool) throws { try scan(sql, [], body) }

    /// Executes one statement and returns the number of rows it changed.
    @discardableResult
    package func run(_ sql: StaticSQL, _ bindings: SQLValue...) throws -> Int {
        let statement = try statement(sql)
        statement.bind(bindings)
        return try statement.run()
    }

    /// As `run`, without waiting for the result; see ``SQLStatement/enqueue()``.
    package func enqueue(_ sql: StaticSQL, _ bindings: SQLValue...) throws {
        let statement = try statement(sql)
        statement.bind(bindings)
        try statement.enqueue()
    }

    /// Calls `body` for each row until it returns false.
    package func query(
        _ sql: StaticSQL, _ bindings: [SQLValue] = [], _ body: (any SQLRow) throws -> Bool
    ) throws {
        let statement = try statement(sql)
        statement.bind(bindings)
        defer { statement.reset() }
        while try statement.step() {
            guard try body(statement) else { return }
        }
    }

    /// Returns what `transform` makes of the rows, in their order.
    package func rows<Element>(
        _ sql: StaticSQL, _ bindings: [SQLValue] = [], _ transform: (any SQLRow) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        try query(sql, bindings) { row in
            elements.append(try transform(row))
            return true
        }
        return elements
    }

    /// Returns what `transform` makes of the first row; nil if there is none.
    package func first<Element>(
        _ sql: StaticSQL, _ bindings: [SQLValue] = [], _ transform: (any SQLRow) throws -> Element
    ) throws -> Element? {
        var element: Element?
        try query(sql, bindings) { row in
            element = try transform(row)
            return false
        }
        return element
    }

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// - Precondition: no transaction is open; use `savepoint` inside of one.
    /// - Throws: what `body` throws, or ``DatabaseError``; in both cases nothing of the transaction has happened.
    @discardableResult
    package func transaction<Result>(_ kind: SQLTransactionKind, _ body: () throws -> Result) throws -> Result {
        try begin(kind)
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            rollback()
            throw error
        }
    }

    /// Runs `body` inside the open transaction so that, if it throws, only its own changes are undone.
    ///
    /// - Throws: what `body` throws, or ``DatabaseError``. After an error such as a full disk the database may have
    ///   rolled back the whole transaction; `isInTransaction` is then false.
    @discardableResult
    package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        precondition(isInTransaction, "a savepoint needs an open transaction")
        try run("SAVEPOINT inner_step")
        do {
            let result = try body()
            try run("RELEASE inner_step")
            return result
        } catch {
            if isInTransaction {
                try run("ROLLBACK TO inner_step")
                try run("RELEASE inner_step")
            }
            throw error
        }
    }
}

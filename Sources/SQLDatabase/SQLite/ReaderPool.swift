/// Connections for reading, lent to one thread at a time.
final class ReaderPool: Sendable {
    private let path: String
    private let idle: Monitor<Idle>

    private struct Idle {
        /// The last one returned goes out first: its pages are the warmest.
        var connections: [SQLiteConnection]
        var lent = 0
        var isClosed = false
    }

    init(path: String, connections: [SQLiteConnection]) {
        self.path = path
        idle = Monitor(Idle(connections: connections))
    }

    /// Runs `body` with a connection in a read transaction; blocks while all connections are lent.
    func read<Result>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        try withConnection { connection in
            try connection.transaction(.read) { try body(connection) }
        }
    }

    /// As `read`, without a transaction.
    func withConnection<Result>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        let connection = try idle.wait { idle -> SQLiteConnection? in
            if idle.isClosed { throw DatabaseError.closed(.init(path: path)) }
            guard let connection = idle.connections.popLast() else { return nil }
            idle.lent += 1
            return connection
        }
        defer {
            let isLast = idle.withLock { idle in
                idle.lent -= 1
                if !idle.isClosed { idle.connections.append(connection) }
                return idle.isClosed && idle.lent == 0
            }
            if isLast { idle.broadcast() } else { idle.signal() }
        }
        return try body(connection)
    }

    /// Closes the connections; waits for those that are lent.
    func close() {
        idle.withLock { idle in
            idle.isClosed = true
            idle.connections = []
        }
        idle.broadcast()
        idle.wait { $0.lent == 0 ? () : nil }
    }
}

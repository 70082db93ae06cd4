/// Connections for reading, lent to one thread at a time.
///
/// `Session` is a connection, or what makes one when it is needed.
final class ReaderPool<Session>: Sendable {
    private let path: String
    private let idle: Monitor<Idle>

    private struct Idle {
        /// The last one returned goes out first: its pages are the warmest.
        var sessions: [Session]
        var lent = 0
        var isClosed = false
    }

    init(path: String, sessions: [Session]) {
        self.path = path
        idle = Monitor(Idle(sessions: sessions))
    }

    /// Runs `body` with a session; blocks while all of them are lent.
    func withSession<Result>(_ body: (Session) throws -> Result) throws -> Result {
        let session = try idle.wait { idle -> Session? in
            if idle.isClosed { throw DatabaseError.closed(.init(path: path)) }
            guard let session = idle.sessions.popLast() else { return nil }
            idle.lent += 1
            return session
        }
        defer {
            let isLast = idle.withLock { idle in
                idle.lent -= 1
                if !idle.isClosed { idle.sessions.append(session) }
                return idle.isClosed && idle.lent == 0
            }
            if isLast { idle.broadcast() } else { idle.signal() }
        }
        return try body(session)
    }

    /// Closes the sessions; waits for those that are lent.
    func close() {
        idle.withLock { idle in
            idle.isClosed = true
            idle.sessions = []
        }
        idle.broadcast()
        idle.wait { $0.lent == 0 ? () : nil }
    }
}

extension ReaderPool where Session: SQLConnection {
    /// Runs `body` with a connection in a read transaction; blocks while all connections are lent.
    func read<Result>(_ body: (Session) throws -> Result) throws -> Result {
        try withSession { connection in
            try connection.transaction(.read) { try body(connection) }
        }
    }
}

/// Ties a read to the task that waits for it, so that cancelling the task interrupts the query.
final class ReadTicket: Sendable {
    private let state = Monitor(State())

    private struct State {
        var isCancelled = false
        var connection: SQLiteConnection?
    }

    /// Runs `body` so that `cancel` interrupts it.
    ///
    /// - Throws: `CancellationError` if the ticket is cancelled before or meanwhile, or what `body` throws.
    func run<Result>(_ connection: SQLiteConnection, _ body: () throws -> Result) throws -> Result {
        try state.withLock { state in
            if state.isCancelled { throw CancellationError() }
            state.connection = connection
        }
        // From here on the connection may serve others, whom a late `cancel` must not hit.
        defer { state.withLock { $0.connection = nil } }
        do {
            return try body()
        } catch DatabaseError.interrupted {
            throw CancellationError()
        }
    }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.connection?.interrupt()
        }
    }
}

/// Ties a read to the task that waits for it, so that cancelling the task ends its query.
final class ReadTicket: Sendable {
    private let cancelled = Monitor(false)

    /// Whether the task has been cancelled.
    var isCancelled: Bool { cancelled.withLock { $0 } }

    func cancel() { cancelled.withLock { $0 = true } }

    /// Runs `body` so that its queries end soon after `cancel`.
    ///
    /// - Throws: `CancellationError` if the ticket is cancelled before or meanwhile, or what `body` throws.
    func run<Result>(_ connection: SQLiteConnection, _ body: () throws -> Result) throws -> Result {
        if isCancelled { throw CancellationError() }
        connection.watch(self)
        defer { connection.watch(nil) }
        do {
            return try body()
        } catch DatabaseError.interrupted {
            throw CancellationError()
        }
    }
}

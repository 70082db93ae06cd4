/// Ties a read to the task that waits for it, so that cancelling the task ends its query.
final class ReadTicket: Sendable {
    private let state = Monitor(State())

    private struct State {
        var isCancelled = false
        var interruption: (@Sendable () -> Void)?
    }

    /// Whether the task has been cancelled.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.interruption?()
        }
    }

    /// Lets `cancel` call `interruption`, at once if it was called already; nil ends that, and waits for a call under way.
    func interrupt(with interruption: (@Sendable () -> Void)?) {
        state.withLock { state in
            state.interruption = interruption
            if state.isCancelled { interruption?() }
        }
    }

    /// Runs `body` so that its queries end soon after `cancel`.
    ///
    /// - Throws: `CancellationError` if the ticket is cancelled before or meanwhile, or what `body` throws.
    func run<Result>(_ connection: some WatchingConnection, _ body: () throws -> Result) throws -> Result {
        if isCancelled { throw CancellationError() }
        connection.watch(self)
        defer { connection.watch(nil) }
        do {
            return try body()
        } catch DatabaseError.interrupted where isCancelled {
            throw CancellationError()
        }
    }
}

/// A connection whose queries can be ended from another thread.
protocol WatchingConnection: SQLConnection {
    /// Lets queries fail with ``DatabaseError/interrupted(_:)`` once `ticket` is cancelled; nil ends that.
    func watch(_ ticket: ReadTicket?)
}

/// A database as the catalog sees it: one writer, many readers, each read inside one state of the database.
package protocol SQLBackend: AnyObject, Sendable {
    var dialect: SQLDialect { get }

    /// Runs `body` on a thread of the reader pool inside one read transaction.
    ///
    /// Cancelling the task ends a wait for a thread, and interrupts a running query.
    /// - Throws: what `body` throws, ``DatabaseError``, or `CancellationError`.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// Runs `body` on the calling thread inside one read transaction; blocks while all reader connections are taken.
    ///
    /// Only for threads that may block, and never inside `body` of another read, which could wait for ever.
    func withReader<Result>(_ body: (any SQLConnection) throws -> Result) throws -> Result

    /// Runs `body` on the writer's thread inside one immediate transaction, and returns when that is durable.
    ///
    /// Calls are served in the order in which they arrive.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// As `write`, but `body` opens and ends transactions itself.
    func writeWithoutTransaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// Lets running and waiting work finish, then closes all connections; blocks until that is done.
    func close()
}

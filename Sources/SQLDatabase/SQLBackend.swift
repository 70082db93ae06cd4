/// A database as the catalog sees it: one writer, many readers, each read inside one state of the database.
package protocol SQLBackend: AnyObject, Sendable {
    var dialect: SQLDialect { get }

    /// Which database this is: a path, or an address without a password.
    var location: String { get }

    /// Whether it was opened for reading only.
    var isReadOnly: Bool { get }

    /// Runs `body` on a thread of the reader pool inside one read transaction.
    ///
    /// A read of a cancelled task does not begin; if it is running, its query ends soon.
    /// - Throws: what `body` throws, ``DatabaseError``, or `CancellationError`.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// Runs `body` on the calling thread inside one read transaction; blocks while all reader connections are taken.
    ///
    /// Only for threads that may block, and never inside `body` of another read, which could wait for ever.
    @discardableResult
    func withReader<Result>(_ body: (any SQLConnection) throws -> Result) throws -> Result

    /// Runs `body` on the writer's thread inside one immediate transaction, and returns when that is durable.
    ///
    /// Calls are served in the order in which they arrive.
    @discardableResult
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// As `write`, but `body` opens and ends transactions itself.
    @discardableResult
    func writeWithoutTransaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// What the database takes up, and what a commit of it survives, as of now.
    func footprint() async throws -> DatabaseFootprint

    /// Lets running and waiting work finish, then closes all connections; blocks until that is done.
    func close()
}

/// The size of a database and how durable its commits are.
package struct DatabaseFootprint: Sendable, Equatable {
    /// Bytes on the disk, everything included.
    package var bytes: Int
    /// The settings that decide what a commit survives, by their names in the database.
    package var durability: [String: String]
}

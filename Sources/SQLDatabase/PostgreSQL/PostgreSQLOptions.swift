/// How a PostgreSQL database is opened.
package struct PostgreSQLOptions: Sendable {
    /// Read-only access never takes the right to write, also where the user of the database has it.
    package var access = DatabaseAccess.readWrite
    /// Connections for reading, each with a thread of its own; the writer has one more connection.
    package var readers = 8
    /// Reads that may wait for a thread; one more throws ``DatabaseError/overloaded(_:)``.
    package var waitingReadsMax = 4096
    /// Jobs that may wait for the writer; one more throws ``DatabaseError/overloaded(_:)``.
    package var waitingWritesMax = 4096
    /// Milliseconds that one statement may take, in the server; 0 for no limit.
    package var statementMilliseconds = 300_000
    /// Milliseconds to wait for a lock that another server holds.
    package var lockMilliseconds = 30_000
    /// Milliseconds after which the database ends a transaction whose server says nothing any more.
    package var idleTransactionMilliseconds = 60_000

    package init() {}

    package init(access: DatabaseAccess) { self.access = access }
}
